using System.Management.Automation;

namespace KindTools.Pipeline;

/// <summary>
/// Keeps the module's own objects from being taken for names. PowerShell would make text of any object that is piped to
/// a parameter for text, when no property of it fits: of a cluster a pod's name, for example.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextOnlyAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value.GetType().Assembly != typeof(KindCluster).Assembly) return inputData;

        // With this inner exception PowerShell goes on with the properties of what is piped.
        var reason = $"An object of the type {value.GetType()} is no name; name the property that holds it.";
        throw new ArgumentTransformationMetadataException(reason, new PSInvalidCastException(reason));
    }
}
