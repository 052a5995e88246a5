using System.Management.Automation;
using System.Text;
using KindTools.Console.Session;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace KindTools.Console.Commands.Formatting;

/// <summary><c>Out-File</c>, which is also what <c>&gt;</c> and <c>&gt;&gt;</c> run.</summary>
[Cmdlet(VerbsData.Out, "File", SupportsShouldProcess = true, DefaultParameterSetName = "ByPath")]
public sealed class OutFileCommand : FrontEndCommandBase
{
    private StreamWriter? _writer;

    /// <summary>An outputter.</summary>
    public OutFileCommand() => EngineInternals.UseOutputter(this);

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ByPath")]
    [Alias("Path")]
    public string FilePath { get; set; } = "";

    /// <summary>The file, by a name that may contain wildcard signs.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ByLiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string LiteralPath
    {
        get => FilePath;
        set => FilePath = value;
    }

    /// <summary>UTF-8 without a mark, unless said otherwise.</summary>
    [Parameter(Position = 1)]
    [FileEncoding]
    public Encoding Encoding { get; set; } = FileEncodingAttribute.Default;

    /// <summary>After what is in the file already.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Accepted.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves a file that is there alone, with an error.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

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
        var path = GetUnresolvedProviderPathFromPSPath(FilePath);
        if (!ShouldProcess(FilePath, "Output to File")) return;

        try
        {
            var mode = NoClobber ? FileMode.CreateNew : Append ? FileMode.Append : FileMode.Create;
            _writer = new StreamWriter(new FileStream(path, mode, FileAccess.Write, FileShare.Read), Encoding);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(failure, "FileOpenFailure", ErrorCategory.OpenError, path));
        }

        EngineInternals.SetWriter(this, _writer!, Width, NoNewline);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_writer != null) base.ProcessRecord();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_writer is null) return;
        base.EndProcessing();
        _writer.Dispose();
    }

    /// <inheritdoc/>
    protected override void InternalDispose()
    {
        _writer?.Dispose();
        base.InternalDispose();
    }
}
