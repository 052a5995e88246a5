using System.Text;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Tests.Fakes;

/// <summary>How it takes content that comes by itself, as an engine pushes it.</summary>
internal sealed partial class FakeNode
{
    /// <summary>The transfers for which it keeps content, by the content's digest.</summary>
    public Dictionary<string, string> Kept { get; } = [];

    /// <summary>Everything that was ever kept.</summary>
    public List<(string Digest, string Transfer)> KeptOnce { get; } = [];

    /// <summary>What happens when content has come, before it is taken; may answer in its stead.</summary>
    public Func<ExecResult?> Ingesting { get; set; } = () => null;

    private FakeExecSession? StartForPush(string script, string[] arguments) =>
        script == NodeScripts.Ingest ? new FakeExecSession { Completing = (input, _) => Task.FromResult(Locked(() => Ingesting() ?? Ingest(input, arguments[0]))) }
        : script == NodeScripts.Release || script == NodeScripts.Abandon ? FakeEngine.Says(Release(arguments))
        : null;

    private string ListTransfers() => Locked(() => string.Concat(Kept.Values.Distinct().Select(transfer => $"--- transfer {transfer}\n")));

    /// <summary>The digest comes behind the content.</summary>
    private ExecResult Ingest(byte[] input, string transfer)
    {
        var content = input[..Math.Max(0, input.Length - 71)];
        var digest = TestImage.Digest(content);
        if (!input.AsSpan(content.Length).SequenceEqual(Encoding.ASCII.GetBytes(digest))) return new ExecResult(1, [], "it was cut short");

        Content.TryAdd(digest, content);
        Kept[digest] = transfer;
        KeptOnce.Add((digest, transfer));
        return new ExecResult(0, [], "");
    }

    private string Release(string[] transfers) => Locked(() =>
    {
        foreach (var digest in Kept.Where(kept => transfers.Contains(kept.Value)).Select(kept => kept.Key).ToList()) Kept.Remove(digest);
        return "";
    });
}
