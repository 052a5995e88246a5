namespace KindTools.Benchmarks.Images;

/// <summary>
/// Files for layers, of which compression saves as much as of a usual image: 608 MB become 436. The same seed gives the
/// same content.
/// </summary>
internal sealed class LayerContent(int seed)
{
    private const int Megabyte = 1_000_000;
    private const int FileMegabytes = 4;
    private const double IncompressibleShare = 0.7;

    private readonly Random _random = new(seed);

    /// <summary>Writes files that are so large together into a new folder.</summary>
    public void Write(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        for (var written = 0; written < megabytes; written += FileMegabytes)
            File.WriteAllBytes(Path.Combine(folder, $"{written:D5}"), Bytes(Math.Min(FileMegabytes, megabytes - written)));
    }

    public byte[] Bytes(int megabytes)
    {
        var content = new byte[megabytes * Megabyte];
        var random = content.AsSpan(0, (int)(content.Length * IncompressibleShare));
        _random.NextBytes(random);
        for (var i = random.Length; i < content.Length; i++) content[i] = (byte)('a' + (i % 16));
        return content;
    }
}
