using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>
/// One <c>ctr images import</c> on one node, fed with an archive. After a failure it takes no more and keeps the reason,
/// so that the other nodes can go on.
/// </summary>
internal sealed class NodeImport : IDisposable
{
    private readonly IExecSession _session;

    private NodeImport(KindNode node, NodeContent content, IReadOnlySet<string> held, IExecSession session)
    {
        Node = node;
        Content = content;
        Held = held;
        _session = session;
    }

    public KindNode Node { get; }

    /// <summary>What the node had before.</summary>
    public NodeContent Content { get; }

    /// <summary>The blobs that need not be sent.</summary>
    public IReadOnlySet<string> Held { get; }

    /// <summary>True once a blob was left out because the node had it.</summary>
    public bool LeftOut { get; private set; }

    /// <summary>Bytes of blobs sent.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Why it takes no more, or null.</summary>
    public KindToolsException? Failure { get; private set; }

    /// <summary>Starts the import; it waits for an archive.</summary>
    public static async Task<NodeImport> StartAsync(
        IContainerEngine engine, NodeState state, ImagePlatform? platform, bool everything, CancellationToken cancellationToken)
    {
        var session = await engine.StartExecAsync(
            state.Node.ContainerId,
            ["sh", "-c", NodeScripts.Import, "kindtools", (platform ?? state.Content.Platform).ToString()],
            withInput: true,
            cancellationToken).ConfigureAwait(false);
        return new NodeImport(state.Node, state.Content, everything ? new HashSet<string>() : state.Blobs.Keys.ToHashSet(), session);
    }

    /// <summary>Whether a blob is to be sent; remembers when it is not.</summary>
    public bool Wants(string digest)
    {
        if (Failure is not null) return false;
        if (!Held.Contains(digest)) return true;

        LeftOut = true;
        return false;
    }

    /// <summary>Counts what came another way.</summary>
    public void CountSent(long bytes, bool leftOut)
    {
        BytesSent += bytes;
        LeftOut |= leftOut;
    }

    /// <summary>Writes a whole archive: the blobs that the node lacks, and the index.</summary>
    public async Task WriteArchiveAsync(IReadOnlyDictionary<string, byte[]> blobs, ReadOnlyMemory<byte> index, CancellationToken cancellationToken)
    {
        foreach (var (digest, content) in blobs.Where(blob => Wants(blob.Key)))
            await WriteEntryAsync("blobs/" + digest.Replace(':', '/'), content, counts: true, cancellationToken).ConfigureAwait(false);
        await WriteEntryAsync("oci-layout", IndexWriter.OciLayout, counts: false, cancellationToken).ConfigureAwait(false);
        await WriteEntryAsync("index.json", index, counts: false, cancellationToken).ConfigureAwait(false);
        await CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a part of the archive. <paramref name="counts"/> says whether it is a blob's content.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> data, bool counts, CancellationToken cancellationToken)
    {
        if (Failure is not null || data.IsEmpty) return;

        try
        {
            await _session.WriteAsync(data, cancellationToken).ConfigureAwait(false);
            if (counts) BytesSent += data.Length;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It ended before it had read everything; what it said tells more than the broken pipe.
            await EndAsync(exception, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the archive and waits for the import.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(TarBlocks.End, counts: false, cancellationToken).ConfigureAwait(false);
        if (Failure is null) await EndAsync(broken: null, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _session.Dispose();

    private async Task WriteEntryAsync(string name, ReadOnlyMemory<byte> content, bool counts, CancellationToken cancellationToken)
    {
        await WriteAsync(TarBlocks.Header(name, content.Length), counts: false, cancellationToken).ConfigureAwait(false);
        await WriteAsync(content, counts, cancellationToken).ConfigureAwait(false);
        await WriteAsync(TarBlocks.Padding(content.Length), counts: false, cancellationToken).ConfigureAwait(false);
    }

    private async Task EndAsync(Exception? broken, CancellationToken cancellationToken)
    {
        ExecResult result;
        try
        {
            result = await _session.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException lost)
        {
            // The connection went with the command; the other nodes have their own.
            Failure = lost;
            return;
        }

        if (result.ExitCode == 0 && broken is null) return;

        var said = result.Error.Length > 0 ? result.Error : broken?.Message ?? "it said nothing";
        Failure = new KindToolsException(
            "ImageImportFailed",
            FailureCategory.InvalidOperation,
            $"Node '{Node.Name}' did not take the image: 'ctr images import' ended with exit code {result.ExitCode}: {said}",
            Node.Name,
            broken);
    }
}
