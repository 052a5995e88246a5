using System.Management.Automation;
using System.Text;
using KindTools.Console.Commands.Formatting;

namespace KindTools.Console.Commands.Files;

/// <summary>Base of <c>Set-Content</c> and <c>Add-Content</c>.</summary>
internal abstract class ContentWriterCommand : PSCmdlet
{
    private readonly List<string> _lines = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LiteralPath")]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object[] Value { get; set; } = [];

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    [FileEncoding]
    public Encoding Encoding { get; set; } = FileEncodingAttribute.Default;

    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>After what is there, or instead of it.</summary>
    protected abstract FileMode Mode { get; }

    protected override void ProcessRecord() =>
        _lines.AddRange((Value ?? []).Select(value => LanguagePrimitives.ConvertTo<string>(value) ?? ""));

    protected override void EndProcessing()
    {
        foreach (var path in Path.Select(GetUnresolvedProviderPathFromPSPath))
        {
            if (!ShouldProcess("Path: " + path, Mode == FileMode.Append ? "Add Content" : "Set Content")) continue;
            try
            {
                using var writer = new StreamWriter(new FileStream(path, Mode, FileAccess.Write), Encoding);
                foreach (var line in _lines)
                {
                    if (NoNewline) writer.Write(line);
                    else writer.WriteLine(line);
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                WriteError(new ErrorRecord(failure, "ContentWriteFailure", ErrorCategory.WriteError, path));
            }
        }
    }
}
