using System.Collections;
using System.Management.Automation;

namespace KindTools.Console.Commands.Session;

/// <summary><c>New-Object</c> for .NET types.</summary>
[Cmdlet(VerbsCommon.New, "Object")]
internal sealed class NewObjectCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string TypeName { get; set; } = "";

    [Parameter(Position = 1)]
    [Alias("Args")]
    public object[] ArgumentList { get; set; } = [];

    [Parameter]
    public IDictionary? Property { get; set; }

    protected override void BeginProcessing()
    {
        if (!LanguagePrimitives.TryConvertTo<Type>(TypeName, out var type))
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException($"Cannot find type [{TypeName}]: verify that the assembly containing this type is loaded."),
                "TypeNotFound",
                ErrorCategory.InvalidType,
                TypeName));
            return;
        }

        // The language's own rules find the constructor and convert the arguments.
        var result = type == typeof(PSObject)
            ? new PSObject()
            : ScriptBlock.Create("param($type, $arguments) $type::new.Invoke($arguments)").InvokeReturnAsIs(type, ArgumentList);
        var wrapped = PSObject.AsPSObject(result);
        foreach (DictionaryEntry entry in Property ?? new Hashtable())
        {
            var name = entry.Key.ToString()!;
            if (wrapped.Properties[name] is { } property) property.Value = entry.Value;
            else wrapped.Properties.Add(new PSNoteProperty(name, entry.Value));
        }

        WriteObject(wrapped);
    }
}
