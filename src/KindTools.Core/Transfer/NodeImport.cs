using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>
/// One <c>ctr images import</c> on one node, fed with an archive, and what the node says of it then. After a failure it takes no more and keeps the reason,
/// so that the other nodes can go on.
/// </summary>
internal sealed class NodeImport : IDisposable
{
    private readonly IExecSession? _session;
    private readonly IReadOnlyDictionary<string, long>? _wanted;
    private readonly Dictionary<string, long> _sent = [];
    private readonly bool _everything;
    private readonly IReadOnlyList<string> _names;

    private NodeImport(NodeState state, IExecSession? session, TransferJob job, ImageTransferWay way)
    {
        State = state;
        Way = way;
        _session = session;
        _wanted = job.BlobsFor(state);
        _everything = job.Everything;
        _names = job.References;
    }

    /// <summary>The node as the plan found it.</summary>
    public NodeState State { get; }

    public KindNode Node => State.Node;

    public ImageTransferWay Way { get; }

    /// <summary>True once a blob was left out because the node had it.</summary>
    public bool LeftOut { get; private set; }

    /// <summary>The blobs that were sent, with their lengths.</summary>
    public IReadOnlyDictionary<string, long> Sent => _sent;

    /// <summary>What the node says of the images; null before the import has ended, and when it failed.</summary>
    public NodeConfirmation? Confirmation { get; private set; }

    /// <summary>Why it takes no more, or null.</summary>
    public KindToolsException? Failure { get; private set; }

    /// <summary>Starts the import; it waits for an archive. On a node that went away since it was asked it has failed already.</summary>
    public static async Task<NodeImport> StartAsync(
        IContainerEngine engine, NodeState state, TransferJob job, ImageTransferWay way, CancellationToken cancellationToken)
    {
        try
        {
            var session = await engine.StartExecAsync(
                state.Node.ContainerId,
                ["sh", "-c", NodeScripts.Import, "kindtools", (job.Platform ?? state.Content.Platform).ToString(), .. job.References],
                withInput: true,
                cancellationToken).ConfigureAwait(false);
            return new NodeImport(state, session, job, way);
        }
        catch (KindToolsException failure)
        {
            return Failed(state, job, way, failure);
        }
    }

    /// <summary>An import that came to nothing.</summary>
    public static NodeImport Failed(NodeState state, TransferJob job, ImageTransferWay way, KindToolsException failure) =>
        new(state, session: null, job, way) { Failure = failure };

    /// <summary>Whether a blob is to be sent; remembers when it is not because the node has it. One without a known digest is.</summary>
    public bool Wants(string? digest)
    {
        if (Failure is not null) return false;
        if (digest is null) return true;
        if (_everything || !State.Blobs.ContainsKey(digest)) return _wanted is null || _wanted.ContainsKey(digest);

        LeftOut = true;
        return false;
    }

    /// <summary>Counts a blob that was sent, this way or another.</summary>
    public void CountSent(string digest, long length) => _sent[digest] = length;

    /// <summary>Counts blobs that came another way.</summary>
    public void CountSent(IReadOnlyDictionary<string, long> blobs)
    {
        foreach (var (digest, length) in blobs) _sent[digest] = length;
        LeftOut = !_everything;
    }

    /// <summary>Writes a small blob.</summary>
    public async Task WriteBlobAsync(string digest, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await WriteFileAsync(ContentDigest.PathOf(digest), content, cancellationToken).ConfigureAwait(false);
        CountSent(digest, content.Length);
    }

    /// <summary>Writes the index, with which the archive is whole, and waits for the import.</summary>
    public async Task CompleteAsync(ReadOnlyMemory<byte> index, CancellationToken cancellationToken)
    {
        await WriteFileAsync("oci-layout", IndexWriter.OciLayout, cancellationToken).ConfigureAwait(false);
        await WriteFileAsync("index.json", index, cancellationToken).ConfigureAwait(false);
        await WriteAsync(TarBlocks.End, cancellationToken).ConfigureAwait(false);
        if (Failure is null) await EndAsync(broken: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a part of the archive.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (Failure is not null || data.IsEmpty) return;

        try
        {
            await _session!.WriteAsync(data, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It ended before it had read everything; what it said tells more than the broken pipe.
            await EndAsync(exception, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _session?.Dispose();

    private async Task WriteFileAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await WriteAsync(TarBlocks.Header(name, content.Length), cancellationToken).ConfigureAwait(false);
        await WriteAsync(content, cancellationToken).ConfigureAwait(false);
        await WriteAsync(TarBlocks.Padding(content.Length), cancellationToken).ConfigureAwait(false);
    }

    private async Task EndAsync(Exception? broken, CancellationToken cancellationToken)
    {
        ExecResult result;
        try
        {
            result = await _session!.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException lost)
        {
            // The connection went with the command; the other nodes have their own.
            Failure = lost;
            return;
        }

        if (NodeConfirmation.IsIn(result.Output))
        {
            Confirm(result);
            return;
        }

        var said = result.Error.Length > 0 ? result.Error : broken?.Message ?? "it said nothing";
        Failure = new KindToolsException(
            "ImageImportFailed",
            FailureCategory.InvalidOperation,
            $"Node '{Node.Name}' did not take the image: 'ctr images import' ended with exit code {result.ExitCode}: {said}",
            Node.Name,
            broken);
    }

    private void Confirm(ExecResult result)
    {
        try
        {
            Confirmation = result.ExitCode == 0 ? NodeConfirmation.Parse(Node, result.Output, _names) : throw NodeShell.CommandFailed(Node, result);
        }
        catch (KindToolsException failure)
        {
            Failure = failure;
        }
    }
}
