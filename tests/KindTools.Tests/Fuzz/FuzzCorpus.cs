using System.Text;
using CsCheck;

namespace KindTools.Tests.Fuzz;

/// <summary>
/// What a reader's inputs are made of: the entries of <c>Data/fuzz</c> and what else tests keep of the form, and changes of
/// them. What has failed once belongs there as an entry, so that it is tried for ever after.
/// </summary>
internal sealed class FuzzCorpus
{
    /// <summary>How many cases a usual run tries; CsCheck's own variable CsCheck_Iter asks for more.</summary>
    private const int Cases = 3_000;

    private readonly IReadOnlyList<byte[]> _words;

    /// <param name="entries">The entries.</param>
    /// <param name="words">What inputs of this form are made of.</param>
    public FuzzCorpus(IEnumerable<FuzzCase> entries, params string[] words)
    {
        Entries = [.. entries];
        _words = [.. words.Select(Encoding.UTF8.GetBytes)];
        Wounded = Gen.Select(Gen.Int[0, Entries.Count - 1], Wounds.Array[0, 6], (entry, wounds) =>
            Entries[entry] with { Content = wounds.Aggregate(Entries[entry].Content, (content, wound) => wound.Apply(content, Entries, _words)) });
    }

    private static Gen<Wound> Wounds { get; } = Gen.Select(
        Gen.Int[0, (int)WoundKind.Number].Select(kind => (WoundKind)kind), Gen.Int[0, int.MaxValue], Gen.Int[0, 1 << 16], Gen.Int[0, 1 << 16], (kind, at, length, other) => new Wound(kind, at, length, other));

    /// <summary>The entries as they are.</summary>
    public IReadOnlyList<FuzzCase> Entries { get; }

    /// <summary>The entries with up to six changes.</summary>
    public Gen<FuzzCase> Wounded { get; }

    /// <summary>The files of a folder below <c>Data</c>.</summary>
    public static IEnumerable<FuzzCase> Files(string folder, string pattern = "*") =>
        from path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Data", folder), pattern).Order(StringComparer.Ordinal)
        select new FuzzCase($"{folder}/{Path.GetFileName(path)}", File.ReadAllBytes(path));

    /// <summary>The lines of a file below <c>Data</c>, each an entry.</summary>
    public static IEnumerable<FuzzCase> Lines(string name) =>
        Captured.Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, index) => new FuzzCase($"{name}:{index + 1}", Encoding.UTF8.GetBytes(line)));

    /// <summary>Tries every entry, and then cases. A failure prints the seed and the case.</summary>
    public void Try(Gen<FuzzCase> cases, Action<FuzzCase> action)
    {
        foreach (var entry in Entries) action(entry);
        cases.Sample(action, iter: Math.Max(Cases, Check.Iter));
    }

    /// <summary>
    /// Runs something and counts what it does by what it allocates on this thread, which is the same on every machine: an
    /// endless loop and a length that is believed both show there.
    /// </summary>
    public static T Counted<T>(FuzzCase input, Func<T> action)
    {
        const long Base = 8 * 1024 * 1024;
        const long EachByte = 2048;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = action();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Base + (EachByte * input.Content.Length));
        return result;
    }
}
