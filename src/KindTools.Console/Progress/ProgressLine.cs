using System.Globalization;
using System.Management.Automation;
using System.Text;
using KindTools.Console.Host;

namespace KindTools.Console.Progress;

/// <summary>One activity on one line: what, how far, in words, how long still.</summary>
internal static class ProgressLine
{
    private const int BarWidth = 20;

    private static readonly bool Unicode = System.Console.OutputEncoding.CodePage == Encoding.UTF8.CodePage;

    public static string Render(ProgressRecord record, int width)
    {
        var indent = record.ParentActivityId >= 0 ? "  " : "";
        var left = indent + OneLine(record.Activity);
        var right = new StringBuilder();

        if (record.PercentComplete >= 0 && width >= 60)
        {
            var percent = Math.Min(record.PercentComplete, 100);
            right.Append("  ").Append(Bar(percent)).Append(string.Create(CultureInfo.InvariantCulture, $" {percent,3}%"));
        }
        else if (record.PercentComplete >= 0)
        {
            right.Append(string.Create(CultureInfo.InvariantCulture, $"  {Math.Min(record.PercentComplete, 100)}%"));
        }

        var words = Words(record);
        if (words.Length > 0) right.Append("  ").Append(words);
        if (record.SecondsRemaining >= 0) right.Append("  ").Append(Remaining(record.SecondsRemaining)).Append(" left");

        // A long name gives way first, but keeps enough to be recognised.
        var text = right.ToString();
        var roomForName = Math.Max(Math.Min(CellWidth.Of(left), 16), width - CellWidth.Of(text));
        text = Fit(Fit(left, roomForName) + text, width);
        return Terminal.OutputHasColour ? PSStyle.Instance.Progress.Style + text + PSStyle.Instance.Reset : text;
    }

    private static string Words(ProgressRecord record)
    {
        var status = OneLine(record.StatusDescription);
        var operation = OneLine(record.CurrentOperation);
        return operation.Length == 0 ? status : $"{status}: {operation}";
    }

    private static string Bar(int percent)
    {
        var done = BarWidth * percent / 100;
        return Unicode
            ? new string('━', done) + new string('╌', BarWidth - done)
            : $"[{new string('#', done)}{new string('.', BarWidth - done)}]";
    }

    private static string Remaining(int seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return time.TotalHours >= 1
            ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
            : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);
    }

    private static string OneLine(string? text) => (text ?? "").ReplaceLineEndings(" ").Trim();

    private static string Fit(string text, int width)
    {
        if (CellWidth.Of(text) <= width) return text;

        var cells = 0;
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            cells += CellWidth.Of(rune);
            if (cells > width - 1) break;
            result.Append(rune);
        }

        return result.Append('…').ToString();
    }
}
