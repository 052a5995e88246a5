using System.Collections;
using System.Management.Automation;

namespace KindTools.Pipeline;

/// <summary>
/// Keeps the module's own objects from being taken for names. PowerShell would make text of any object that is given to
/// a parameter for text, when no property of it fits: of a cluster a pod's name, for example.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextOnlyAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (TypeOf(inputData) is not { } type) return inputData;

        // With this inner exception PowerShell goes on with the properties of what is piped.
        var reason = $"An object of the type {type} is no name; name the property that holds it.";
        throw new ArgumentTransformationMetadataException(reason, new PSInvalidCastException(reason));
    }

    /// <summary>The type of what is given when it is an object of ours, or of the first such one in a list.</summary>
    private static Type? TypeOf(object? given) =>
        (Unwrapped(given) is IList list ? list.Cast<object?>().Select(Unwrapped) : [Unwrapped(given)])
            .FirstOrDefault(value => value?.GetType().Assembly == typeof(KindCluster).Assembly)?.GetType();

    private static object? Unwrapped(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
