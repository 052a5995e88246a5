using System.Collections;
using System.Management.Automation;

namespace KindTools.Console.Commands.Streams;

/// <summary><c>Write-Host</c>: to the screen, and as information for whoever listens (<c>6&gt;</c>).</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
internal sealed class WriteHostCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    [Alias("Msg", "Message")]
    [AllowNull]
    public object? Object { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    public object Separator { get; set; } = " ";

    [Parameter]
    public ConsoleColor? ForegroundColor { get; set; }

    [Parameter]
    public ConsoleColor? BackgroundColor { get; set; }

    protected override void ProcessRecord()
    {
        var message = new HostInformationMessage { Message = Text(Object), NoNewLine = NoNewline };
        if (ForegroundColor != null) message.ForegroundColor = ForegroundColor;
        if (BackgroundColor != null) message.BackgroundColor = BackgroundColor;
        // The engine shows what carries this tag, unless the stream is redirected or silenced.
        WriteInformation(message, ["PSHOST"]);
    }

    private string Text(object? value)
    {
        var plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain is IEnumerable items and not string and not IDictionary
            ? string.Join(Separator.ToString(), items.Cast<object?>().Select(Text))
            : LanguagePrimitives.ConvertTo<string>(value) ?? "";
    }
}
