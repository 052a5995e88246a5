using System.Collections.Concurrent;
using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Registry;

namespace KindTools.Core.Transfer;

/// <summary>
/// Takes what an engine pushes. Small blobs wait in memory for the import that ends the transfer; large ones go
/// straight on to the nodes' content stores, at the pace of the slowest.
/// </summary>
internal sealed class PushIntake(IContainerEngine engine, TransferJob job, TransferProgress progress) : IPushIntake, IDisposable
{
    /// <summary>In all; what does not fit is passed on at once, whatever its size.</summary>
    private const long MemoryLimit = 8 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, byte[]> _kept = new();
    private readonly ConcurrentDictionary<string, long> _passedOn = new();
    private readonly ConcurrentDictionary<string, OciBlob> _documents = new();
    private readonly ConcurrentDictionary<string, OciDescriptor> _tags = new();
    private readonly List<OciDescriptor> _named = [];
    private readonly ConcurrentDictionary<string, KindToolsException> _failures = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, long>> _sent = new();

    // Compressed, an image is hardly larger than its size, whatever an engine means by that; who sends much more is no engine.
    private readonly long _limit = (1L << 30) + (4 * job.Images.Sum(image => image.Source.Size));
    private long _received;
    private long _memory;
    private long _described;

    public TransferProgress Progress => progress;

    /// <summary>What nodes know the transfer by, while they keep content for it.</summary>
    public string Transfer { get; } = PushLeftovers.NewTransfer();

    /// <summary>Whether anything went straight on to a node, which then has a note of the transfer.</summary>
    public bool HasPassedOn { get; set; }

    /// <summary>Nodes that did not say in time that they have given up a blob. Their note of the transfer stays, for the next import.</summary>
    public ConcurrentDictionary<string, bool> BusyNodes { get; } = new();

    /// <summary>Blobs that wait in memory, manifests among them.</summary>
    public IReadOnlyDictionary<string, byte[]> Kept => _kept;

    /// <summary>Manifests and indexes by digest.</summary>
    public IReadOnlyDictionary<string, OciBlob> Documents => _documents;

    /// <summary>Why a node took no more.</summary>
    public IReadOnlyDictionary<string, KindToolsException> Failures => _failures;

    /// <summary>Whether anything was asked for: an engine that cannot reach us never asks.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>What was pushed, by the names that it shall have.</summary>
    public OciIndex Index => new(_named);

    /// <summary>Says what was pushed under a tag of ours.</summary>
    public void Name(string tag, WantedImage image) => _named.Add(_tags[tag] with
    {
        Annotations = new Dictionary<string, string> { [ManifestChooser.ContainerdName] = image.Source.SourceName },
    });

    /// <summary>Blobs that went to a node's content store, with their lengths.</summary>
    public IReadOnlyDictionary<string, long> SentTo(KindNode node) => _sent.GetOrAdd(node.Name, _ => new());

    /// <inheritdoc/>
    public long? Find(string digest)
    {
        WasAsked = true;
        if (_kept.TryGetValue(digest, out var content)) return content.Length;
        if (_passedOn.TryGetValue(digest, out var length)) return length;
        return !job.Everything && job.Nodes.All(node => node.Blobs.ContainsKey(digest)) ? job.Nodes[0].Blobs[digest] : null;
    }

    /// <inheritdoc/>
    public IBlobUpload StartUpload(string? digest)
    {
        WasAsked = true;
        var takers = job.Nodes.Where(node => job.Everything || digest is null || !node.Blobs.ContainsKey(digest)).ToList();
        return new PushedBlob(engine, this, takers, progress);
    }

    /// <inheritdoc/>
    public void TakeManifest(string reference, string digest, byte[] content)
    {
        if (OciDocument.TryParse(content) is not { } document) return;
        if (Interlocked.Add(ref _described, content.Length) > ArchiveEntries.MostDocuments) throw new IOException("More manifests were pushed than any images have.");

        _documents[digest] = new OciBlob(document, content.Length);
        _kept[digest] = content;
        _tags[reference] = new OciDescriptor(OciDocument.MediaTypeOf(content), digest, content.Length, null, new Dictionary<string, string>());
    }

    /// <summary>From now on, what nodes still keep for the transfer is left over.</summary>
    public void Dispose() => PushLeftovers.End(Transfer);

    /// <summary>Counts what came; throws when it is more than the images can be.</summary>
    public void Receive(long bytes)
    {
        if (Interlocked.Add(ref _received, bytes) > _limit) throw new IOException("More was pushed than the images can hold.");
    }

    public bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _memory, bytes) <= MemoryLimit) return true;

        Interlocked.Add(ref _memory, -bytes);
        return false;
    }

    public void Keep(string digest, byte[] content) => _kept[digest] = content;

    public void PassOn(string digest, long length) => _passedOn[digest] = length;

    public void Count(KindNode node, string digest, long length) => _sent.GetOrAdd(node.Name, _ => new())[digest] = length;

    public void Busy(KindNode node) => BusyNodes[node.Name] = true;

    public void Fail(KindNode node, KindToolsException failure) => _failures.TryAdd(node.Name, failure);
}
