namespace KindTools.Tests.Fuzz;

/// <summary>One change of an input, as chance gives it: the same numbers make the same change.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="At">Where, as any number.</param>
/// <param name="Length">To how much of it, as any number; mostly little.</param>
/// <param name="Other">Which other entry or word has a part in it, and how often, as any number.</param>
internal sealed record Wound(WoundKind Kind, int At, int Length, int Other)
{
    /// <summary>Longer inputs show nothing that these do not, and take longer.</summary>
    private const int Longest = 64 * 1024;

    private static readonly string[] Numbers = ["0", "-1", "1", "00", "4194305", "2147483648", "9223372036854775807", "99999999999999999999", "1e308", "0.5", "077777777777"];

    /// <summary>Makes the change.</summary>
    /// <param name="content">The input as it is.</param>
    /// <param name="others">The other entries of the corpus.</param>
    /// <param name="words">What inputs of this form are made of.</param>
    public byte[] Apply(byte[] content, IReadOnlyList<FuzzCase> others, IReadOnlyList<byte[]> words)
    {
        if (content.Length == 0) return words[Other % words.Count];

        var at = At % content.Length;
        var length = Math.Min(Length % 8 == 0 ? Length % content.Length : Length % 40, content.Length - at);
        var changed = Kind switch
        {
            WoundKind.FlipBit => With(content, at, (byte)(content[at] ^ (1 << (Other % 8)))),
            WoundKind.SetByte => With(content, at, (byte)Other),
            WoundKind.Insert => [.. content[..at], .. words[Other % words.Count], .. content[(at + (Length % 2 == 0 ? 0 : length))..]],
            WoundKind.Remove => [.. content[..at], .. content[(at + length)..]],
            WoundKind.Truncate => content[..at],
            WoundKind.Repeat => [.. content[..at], .. Repeated(content[at..(at + length)], (Other % 64) + 1), .. content[at..]],
            WoundKind.Splice => [.. content[..at], .. Part(others[Other % others.Count].Content), .. content[(at + length)..]],
            _ => WithNumber(content, at, Numbers[Other % Numbers.Length]),
        };
        return changed.Length <= Longest ? changed : changed[..Longest];
    }

    private static byte[] With(byte[] content, int at, byte value)
    {
        byte[] changed = [.. content];
        changed[at] = value;
        return changed;
    }

    private static IEnumerable<byte> Repeated(byte[] part, int times) => Enumerable.Repeat(part, times).SelectMany(bytes => bytes);

    private ReadOnlySpan<byte> Part(byte[] other)
    {
        var start = Length % Math.Max(1, other.Length);
        return other.AsSpan(start, Math.Min(At % 700, other.Length - start));
    }

    /// <summary>Puts a number in the place of the next one.</summary>
    private static byte[] WithNumber(byte[] content, int at, string number)
    {
        var start = content.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start < 0) return content;

        start += at;
        var end = start;
        while (end < content.Length && content[end] is >= (byte)'0' and <= (byte)'9') end++;
        return [.. content[..start], .. System.Text.Encoding.ASCII.GetBytes(number), .. content[end..]];
    }
}
