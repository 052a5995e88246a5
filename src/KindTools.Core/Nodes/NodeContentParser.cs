using System.Globalization;
using System.Text;
using KindTools.Core.Images;

namespace KindTools.Core.Nodes;

/// <summary>Reads what <c>images.sh</c> prints. Works on bytes, because the length of a manifest counts.</summary>
internal static class NodeContentParser
{
    private static readonly byte[] ContentMark = "--- content\n"u8.ToArray();

    public static NodeContent Parse(ReadOnlyMemory<byte> output)
    {
        var mark = output.Span.IndexOf(ContentMark);
        if (mark < 0) throw new FormatException("it was cut short");

        var lines = Encoding.UTF8.GetString(output.Span[..mark]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0) throw new FormatException("it does not name the machine");

        return new NodeContent(
            ImagePlatform.FromMachine(lines[0]),
            [.. lines.Skip(1).Where(line => !line.StartsWith("REF ", StringComparison.Ordinal)).Select(ParseRow)],
            ParseDocuments(output[(mark + ContentMark.Length)..]));
    }

    /// <summary><c>REF TYPE DIGEST SIZE UNIT PLATFORMS LABELS</c>; a size that could not be told has no unit.</summary>
    internal static ImageRecord ParseRow(string line)
    {
        var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (cells.Length < 4) throw new FormatException($"'{line}' is no row of the list of images");

        var rest = double.TryParse(cells[3], NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? 5 : 4;
        return new ImageRecord(cells[0], cells[2], List(cells.ElementAtOrDefault(rest)), List(cells.ElementAtOrDefault(rest + 1)));
    }

    private static string[] List(string? cell) => cell is null or "-" ? [] : cell.Split(',');

    /// <summary><c>head -v</c> writes <c>==> NAME &lt;==</c> above each file, and an empty line between two.</summary>
    private static Dictionary<string, (OciDocument, long)> ParseDocuments(ReadOnlyMemory<byte> content)
    {
        var documents = new Dictionary<string, (OciDocument, long)>();
        while (content.Span.StartsWith("==> "u8))
        {
            var headerEnd = content.Span.IndexOf(" <==\n"u8);
            if (headerEnd < 0) throw new FormatException("it was cut short");

            var digest = "sha256:" + Encoding.ASCII.GetString(content.Span[4..headerEnd]);
            content = content[(headerEnd + 5)..];

            var next = content.Span.IndexOf("\n==> "u8);
            var body = next < 0 ? content : content[..next];
            if (OciDocument.TryParse(body) is { } document) documents[digest] = (document, body.Length);
            content = next < 0 ? ReadOnlyMemory<byte>.Empty : content[(next + 1)..];
        }

        return documents;
    }
}
