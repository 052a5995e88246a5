using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace KindTools.Console.Commands.Streams;

/// <summary><c>Read-Host</c>.</summary>
[Cmdlet(VerbsCommunications.Read, "Host")]
internal sealed class ReadHostCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromRemainingArguments = true)]
    [AllowNull]
    public object? Prompt { get; set; }

    [Parameter]
    public SwitchParameter AsSecureString { get; set; }

    protected override void BeginProcessing()
    {
        try
        {
            if (Prompt is null)
            {
                WriteObject(AsSecureString ? Host.UI.ReadLineAsSecureString() : Host.UI.ReadLine());
                return;
            }

            // One call, so that a host that does not ask refuses before it shows the question.
            var field = new FieldDescription(LanguagePrimitives.ConvertTo<string>(Prompt));
            field.SetParameterType(AsSecureString ? typeof(SecureString) : typeof(string));
            WriteObject(Host.UI.Prompt("", "", [field]).Values.First());
        }
        catch (HostException refused)
        {
            ThrowTerminatingError(refused.ErrorRecord);
        }
    }
}
