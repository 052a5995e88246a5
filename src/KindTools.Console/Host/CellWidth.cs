using System.Globalization;
using System.Text;

namespace KindTools.Console.Host;

/// <summary>How many cells of a terminal a text takes: escape sequences and marks none, wide East Asian signs two.</summary>
internal static class CellWidth
{
    public static int Of(ReadOnlySpan<char> text)
    {
        var cells = 0;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\e' && SequenceLength(text[i..]) is > 0 and var length)
            {
                i += length;
                continue;
            }

            Rune.DecodeFromUtf16(text[i..], out var rune, out var consumed);
            cells += Of(rune);
            i += consumed;
        }

        return cells;
    }

    public static int Of(char sign) => char.IsSurrogate(sign) ? 1 : Of(new Rune(sign));

    public static int Of(Rune rune)
    {
        var value = rune.Value;
        if (value is < 0x20 or (>= 0x7f and < 0xa0)) return 0;
        if (value < 0x300) return 1;

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
            _ => IsWide(value) ? 2 : 1,
        };
    }

    // Unicode's EastAsianWidth.txt, classes W and F, in whole blocks.
    private static bool IsWide(int value) => value is
        (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0x303e) or (>= 0x3041 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3)
        or (>= 0xf900 and <= 0xfaff) or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6)
        or (>= 0x1f300 and <= 0x1f64f) or (>= 0x1f680 and <= 0x1f6ff) or (>= 0x1f900 and <= 0x1f9ff)
        or (>= 0x20000 and <= 0x3fffd);

    private static int SequenceLength(ReadOnlySpan<char> text)
    {
        // CSI: ESC [ parameters final
        if (text.Length < 3 || text[1] != '[') return 0;
        for (var i = 2; i < text.Length; i++)
        {
            if (text[i] is >= '@' and <= '~') return i + 1;
        }

        return 0;
    }
}
