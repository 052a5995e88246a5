using System.Globalization;
using YamlDotNet.Core;

namespace KindTools.Core.Manifests;

/// <summary>The failures of reading manifests.</summary>
internal static class ManifestErrors
{
    public static KindToolsException NotFound(string path) => new(
        "PathNotFound",
        FailureCategory.ObjectNotFound,
        $"There is no file or folder '{path}'.",
        path);

    public static KindToolsException NotReadable(string path, Exception exception) => new(
        "ManifestNotReadable",
        exception is UnauthorizedAccessException ? FailureCategory.PermissionDenied : FailureCategory.ReadError,
        $"'{path}' cannot be read: {exception.Message}",
        path,
        exception);

    public static KindToolsException EncodingUnknown(string path, Exception exception) => new(
        "ManifestEncodingUnknown",
        FailureCategory.InvalidData,
        $"'{path}' is neither UTF-8 nor begins with a byte order mark, and was left alone: kubectl cannot read it either. Save it as UTF-8 first.",
        path,
        exception);

    public static KindToolsException Syntax(string? file, DocumentText source, YamlException exception)
    {
        var (line, column) = PlaceOf(source, exception);
        return new(
            "ManifestSyntaxError",
            FailureCategory.ParserError,
            $"{Place(file, line, column)}: {exception.Message} The document was not tested. The line is:{Environment.NewLine}{source.LineAt(line)}",
            file,
            exception);
    }

    public static KindToolsException Template(string? file, DocumentText source, YamlException exception)
    {
        var (line, column) = PlaceOf(source, exception);
        return new(
            "ManifestIsTemplate",
            FailureCategory.InvalidData,
            $"{Place(file, line, column)}: this is a template, which is not YAML until it is rendered. Test the rendered text: "
                + $"helm template ./chart | Test-PodPullPolicy. The line is:{Environment.NewLine}{source.LineAt(line)}",
            file,
            exception);
    }

    public static KindToolsException PathAsText(string path) => new(
        "PathPipedAsText",
        FailureCategory.InvalidArgument,
        $"'{path}' was piped as text, but it is the name of a file. Use -LiteralPath '{path}', or pipe the file itself: Get-Item '{path}'",
        path);

    public static string Place(string? file, int line, int column) =>
        string.Create(CultureInfo.InvariantCulture, $"{file ?? "The piped text"}, line {line}, column {column}");

    // The parser reports a tab in the indentation at the end of what came before it.
    private static (int Line, int Column) PlaceOf(DocumentText source, YamlException exception)
    {
        var (line, column) = (source.Line + (int)exception.Start.Line - 1, (int)exception.Start.Column);
        if (!exception.Message.Contains("tab character", StringComparison.Ordinal)) return (line, column);

        var rest = source.Text.AsSpan(Math.Min((int)exception.Start.Index, source.Text.Length));
        for (int at; (at = rest.IndexOf('\n')) >= 0; line++)
        {
            rest = rest[(at + 1)..];
            var blank = rest.IndexOfAnyExcept(' ');
            if (blank >= 0 && rest[blank] == '\t') return (line + 1, blank + 1);
        }

        return (source.Line + (int)exception.Start.Line - 1, column);
    }
}
