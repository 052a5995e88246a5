using System.Management.Automation;

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
            if (Prompt != null) Host.UI.Write(LanguagePrimitives.ConvertTo<string>(Prompt) + ": ");
            WriteObject(AsSecureString ? Host.UI.ReadLineAsSecureString() : Host.UI.ReadLine());
        }
        catch (System.Management.Automation.Host.HostException refused)
        {
            ThrowTerminatingError(refused.ErrorRecord);
        }
    }
}
