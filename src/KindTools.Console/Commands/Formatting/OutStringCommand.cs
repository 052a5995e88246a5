using System.Globalization;
using System.Management.Automation;
using KindTools.Console.Session;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace KindTools.Console.Commands.Formatting;

/// <summary><c>Out-String</c>: what would be on the screen, as text.</summary>
[Cmdlet(VerbsData.Out, "String")]
[OutputType(typeof(string))]
public sealed class OutStringCommand : FrontEndCommandBase
{
    private readonly StringWriter _text = new(CultureInfo.InvariantCulture);

    /// <summary>An outputter.</summary>
    public OutStringCommand() => EngineInternals.UseOutputter(this);

    /// <summary>One string a line instead of one for all.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>Columns; without it as many as it takes.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = int.MaxValue;

    /// <summary>No line ends between the lines.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        EngineInternals.SetWriter(this, _text, Width, NoNewline);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        if (Stream) WriteLines();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (Stream) WriteLines();
        else WriteObject(_text.ToString());
    }

    private void WriteLines()
    {
        var text = _text.ToString();
        if (text.Length == 0) return;
        _text.GetStringBuilder().Clear();
        foreach (var line in text.TrimEnd('\n').Split('\n')) WriteObject(line.TrimEnd('\r'));
    }
}
