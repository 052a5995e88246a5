using System.Collections.Concurrent;
using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Registry;

namespace KindTools.Core.Transfer;

/// <summary>
/// Takes what an engine pushes. Small blobs wait in memory for the import that ends the transfer; large ones go
/// straight on to the nodes' content stores, at the pace of the slowest.
/// </summary>
internal sealed class PushIntake(IContainerEngine engine, IReadOnlyList<NodeState> nodes, bool everything, TransferProgress progress) : IPushIntake
{
    /// <summary>In all; what does not fit is passed on at once, whatever its size.</summary>
    private const long MemoryLimit = 32 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, byte[]> _kept = new();
    private readonly ConcurrentDictionary<string, long> _passedOn = new();
    private readonly ConcurrentDictionary<string, OciBlob> _documents = new();
    private readonly ConcurrentDictionary<string, OciDescriptor> _tags = new();
    private readonly List<OciDescriptor> _named = [];
    private readonly ConcurrentDictionary<string, KindToolsException> _failures = new();
    private readonly ConcurrentDictionary<string, long> _bytes = new();
    private long _memory;

    /// <summary>Blobs that wait in memory, manifests among them.</summary>
    public IReadOnlyDictionary<string, byte[]> Kept => _kept;

    /// <summary>Digests of blobs that the nodes have already.</summary>
    public ICollection<string> PassedOn => _passedOn.Keys;

    /// <summary>Manifests and indexes by digest.</summary>
    public IReadOnlyDictionary<string, OciBlob> Documents => _documents;

    /// <summary>Why a node took no more.</summary>
    public IReadOnlyDictionary<string, KindToolsException> Failures => _failures;

    /// <summary>Whether anything was asked for: an engine that cannot reach us never asks.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>What was pushed, by the names that it shall have.</summary>
    public OciIndex Index => new(_named);

    /// <summary>Says what was pushed under a tag of ours.</summary>
    public void Name(string tag, SourceImage image) => _named.Add(_tags[tag] with
    {
        Annotations = new Dictionary<string, string> { ["io.containerd.image.name"] = image.Reference.ToString() },
    });

    /// <summary>Bytes that went to a node's content store.</summary>
    public long BytesTo(KindNode node) => _bytes.GetValueOrDefault(node.Name);

    /// <inheritdoc/>
    public long? Find(string digest)
    {
        WasAsked = true;
        if (_kept.TryGetValue(digest, out var content)) return content.Length;
        if (_passedOn.TryGetValue(digest, out var length)) return length;
        return !everything && nodes.All(node => node.Blobs.ContainsKey(digest)) ? nodes[0].Blobs[digest] : null;
    }

    /// <inheritdoc/>
    public IBlobUpload StartUpload(string? digest)
    {
        WasAsked = true;
        var takers = nodes.Where(node => everything || digest is null || !node.Blobs.ContainsKey(digest)).ToList();
        return new PushedBlob(engine, this, takers, progress);
    }

    /// <inheritdoc/>
    public void TakeManifest(string reference, string digest, byte[] content)
    {
        if (OciDocument.TryParse(content) is not { } document) return;

        _documents[digest] = new OciBlob(document, content.Length);
        _kept[digest] = content;
        _tags[reference] = new OciDescriptor(OciDocument.MediaTypeOf(content), digest, content.Length, null, new Dictionary<string, string>());
    }

    public bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _memory, bytes) <= MemoryLimit) return true;

        Interlocked.Add(ref _memory, -bytes);
        return false;
    }

    public void Keep(string digest, byte[] content) => _kept[digest] = content;

    public void PassOn(string digest, long length) => _passedOn[digest] = length;

    public void Count(KindNode node, long bytes) => _bytes.AddOrUpdate(node.Name, bytes, (_, before) => before + bytes);

    public void Fail(KindNode node, KindToolsException failure) => _failures.TryAdd(node.Name, failure);
}
