using System.Management.Automation;
using System.Text;
using KindTools.Console.Commands.Formatting;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Get-Content</c> of files.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = "Path")]
[OutputType(typeof(string))]
internal sealed class GetContentCommand : PathCommand
{
    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    [Alias("First", "Head")]
    public long TotalCount { get; set; } = long.MaxValue;

    [Parameter]
    [Alias("Last")]
    public int? Tail { get; set; }

    [Parameter]
    [FileEncoding]
    public Encoding Encoding { get; set; } = FileEncodingAttribute.Default;

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    protected override void ProcessRecord() => ForEachPath(path =>
    {
        foreach (var file in FilesOf(path))
        {
            // What a provider keeps elsewhere (variables, functions, the environment) is an item's value.
            if (SessionState.Path.GetResolvedPSPathFromPSPath(path) is [{ Provider.Name: not "FileSystem" }, ..])
                WriteObject(InvokeProvider.Content.GetReader(path).SelectMany(reader => reader.Read(0).Cast<object>()), enumerateCollection: true);
            else if (AsByteStream) WriteObject(File.ReadAllBytes(file), enumerateCollection: !Raw);
            else if (Raw) WriteObject(WithPath(File.ReadAllText(file, Encoding), file));
            else WriteLines(file);
        }
    });

    private void WriteLines(string file)
    {
        if (Tail is { } tail)
        {
            foreach (var line in File.ReadLines(file, Encoding).TakeLast(tail)) WriteObject(WithPath(line, file));
            return;
        }

        var count = 0L;
        foreach (var line in File.ReadLines(file, Encoding))
        {
            if (count++ >= TotalCount) break;
            WriteObject(WithPath(line, file));
        }
    }

    // Commands downstream can tell which file a line came from.
    private static PSObject WithPath(string text, string file)
    {
        var result = new PSObject(text);
        result.Properties.Add(new PSNoteProperty("PSPath", file));
        return result;
    }
}
