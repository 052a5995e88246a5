using System.Formats.Tar;
using System.Globalization;
using System.Text;
using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Nodes;

namespace KindTools.Tests.Fakes;

/// <summary>
/// What is behind a fake engine's exec: a node that keeps content and names in memory, answers KindTools' scripts in the
/// form of real nodes, and imports as ctr does (content by digest, then names; what an index names must be there).
/// </summary>
internal sealed partial class FakeNode
{
    private readonly Lock _gate = new();

    public FakeNode(string name = "kind-worker") => Node = Kind.Node(name);

    public KindNode Node { get; }

    public string Machine { get; init; } = "x86_64";

    public Dictionary<string, byte[]> Content { get; } = [];

    /// <summary>What names point to.</summary>
    public Dictionary<string, string> Names { get; } = [];

    /// <summary>The archives it was sent, also those that it did not take.</summary>
    public List<IReadOnlyList<ArchiveEntry>> Imports { get; } = [];

    /// <summary>What happens when an import ends, before it is looked at; may throw or answer in its stead.</summary>
    public Func<ExecResult?> Importing { get; set; } = () => null;

    /// <summary>Whether the runtime notices images.</summary>
    public bool NoticesImages { get; init; } = true;

    public static FakeEngine EngineOf(params FakeNode[] nodes)
    {
        var engine = new FakeEngine();
        engine.Containers.AddRange(nodes.Select(node => Kind.Container(node.Node.Name)));
        engine.Exec = (id, command) => nodes.Single(node => node.Node.ContainerId == id).Start(command);
        return engine;
    }

    /// <summary>Gives it an image, as an earlier import would have.</summary>
    public FakeNode Holding(params TestImage[] images)
    {
        foreach (var image in images)
        {
            foreach (var blob in image.Blobs) Content[TestImage.Digest(blob)] = blob;
            Names[image.Name] = image.ManifestDigest;
        }

        return this;
    }

    private FakeExecSession Start(IReadOnlyList<string> command)
    {
        Assert.Equal(["sh", "-c"], command.Take(2));
        var script = command[2];
        return script == NodeScripts.Images ? FakeEngine.Says(ListImages())
            : script == NodeScripts.State ? FakeEngine.Says(ListTransfers() + string.Concat(Locked(() => Content.Select(blob => $"{blob.Key[7..]} {blob.Value.Length}\n").ToArray())) + "--- images\n" + ListImages())
            : script == NodeScripts.Mend ? FakeEngine.Says(Mend(command.Skip(4)))
            : script == NodeScripts.Tag ? FakeEngine.Says(Tag([.. command.Skip(4)]))
            : script == NodeScripts.Import ? new FakeExecSession { Completing = (input, _) => Task.FromResult(Locked(() => Importing() ?? Import(input, [.. command.Skip(5)]))) }
            : StartInStore(script, [.. command.Skip(4)]) ?? StartForPush(script, [.. command.Skip(4)]) ?? throw new InvalidOperationException("An unknown script.");
    }

    private string ListImages() => Locked(() =>
    {
        var text = new StringBuilder(Machine + "\nREF TYPE DIGEST SIZE PLATFORMS LABELS \n");
        foreach (var (name, digest) in Names)
            text.Append(CultureInfo.InvariantCulture, $"{name} application/vnd.oci.image.manifest.v1+json {digest} 1.0 MiB linux/amd64 {(NoticesImages ? "io.cri-containerd.image=managed" : "-")} \n");
        text.Append("--- content\n");
        text.AppendJoin("\n", Names.Values.Distinct().Where(Content.ContainsKey).Select(digest => $"==> {digest[7..]} <==\n{Encoding.UTF8.GetString(Content[digest])}"));
        return text.ToString();
    });

    private string Confirm(IEnumerable<string> names) =>
        "--- taken\nREF TYPE DIGEST STATUS SIZE UNPACKED \n" + string.Concat(names.Select(Check)) + "--- images\n" + ListImages();

    private string Check(string name) => Locked(() =>
        Names.TryGetValue(name, out var digest) ? $"{name} type {digest} {(Missing(digest) is null ? "complete" : "incomplete")} (3/3) 1.0 MiB/1.0 MiB true\n" : "");

    private string Mend(IEnumerable<string> digests) => Locked(() =>
    {
        foreach (var digest in digests.Where(digest => Content.TryGetValue(digest, out var content) && TestImage.Digest(content) != digest)) Content.Remove(digest);
        return "";
    });

    private string Tag(IReadOnlyList<string> names) => Locked(() =>
    {
        var i = 0;
        for (; names[i].Length > 0; i += 2) Names[names[i + 1]] = Names[names[i]];
        return Confirm(names.Skip(i + 1));
    });

    private ExecResult Import(byte[] archive, IReadOnlyList<string> names)
    {
        var entries = Archives.Read(archive);
        Imports.Add(entries);
        foreach (var entry in entries.Where(entry => entry.Type == TarEntryType.RegularFile && entry.Name is not ("oci-layout" or "index.json")))
        {
            // Names need not tell digests; those that do must tell the truth.
            if (entry.Name.StartsWith("blobs/", StringComparison.Ordinal)) Assert.Equal("blobs/" + TestImage.Digest(entry.Content).Replace(':', '/'), entry.Name);
            Content.TryAdd(TestImage.Digest(entry.Content), entry.Content); // What is there is taken for whole.
        }

        var index = Assert.IsType<OciIndex>(OciDocument.TryParse(entries.Single(entry => entry.Name == "index.json").Content));
        foreach (var manifest in index.Manifests)
        {
            if (Missing(manifest.Digest) is { } missing) return new ExecResult(1, [], $"ctr: content digest {missing}: not found");
            Names[manifest.Annotations["io.containerd.image.name"]] = manifest.Digest;
        }

        return new ExecResult(0, Encoding.UTF8.GetBytes(Confirm(names)), "");
    }

    private string? Missing(string digest) => !Content.TryGetValue(digest, out var content) ? digest
        : OciDocument.TryParse(content) is OciManifest manifest ? manifest.Layers.Append(manifest.Config).Select(part => part.Digest).FirstOrDefault(part => !Content.ContainsKey(part))
        : null;

    private T Locked<T>(Func<T> action)
    {
        lock (_gate) return action();
    }
}
