using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Nodes;
using KindTools.Core.Registry;

namespace KindTools.Core.Transfer;

/// <summary>A blob on its way from the engine: in memory while it is small, then straight on to the nodes.</summary>
internal sealed class PushedBlob(IContainerEngine engine, PushIntake intake, IReadOnlyList<NodeState> nodes, TransferProgress progress) : IBlobUpload
{
    private const int LargestInMemory = 4 * 1024 * 1024;

    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly PooledBytes _start = new();
    private readonly Dictionary<KindNode, IExecSession> _takers = [];
    private readonly ConcurrentDictionary<KindNode, bool> _ended = new();
    private bool _passesOn;

    /// <inheritdoc/>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public async Task AppendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        intake.Receive(data.Length);
        _hash.AppendData(data.Span);
        Length += data.Length;
        progress.Read(data.Length);
        if (!_passesOn && Length <= LargestInMemory && intake.TryReserve(data.Length))
        {
            _start.Append(data.Span);
            return;
        }

        if (!_passesOn) await PassOnAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(_takers.Select(taker => WriteAsync(taker.Key, taker.Value, data, cancellationToken))).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> CompleteAsync(string digest, CancellationToken cancellationToken)
    {
        var whole = digest == ContentDigest.From(_hash);
        if (!_passesOn)
        {
            if (whole) intake.Keep(digest, _start.ToArray());
            return whole;
        }

        // Nodes that are not told its digest give it up.
        if (!whole) return false;

        await Task.WhenAll(_takers.Select(taker => FinishAsync(taker.Key, taker.Value, digest, cancellationToken))).ConfigureAwait(false);
        intake.PassOn(digest, Length);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_takers.Select(taker => GiveUpAsync(taker.Key, taker.Value))).ConfigureAwait(false);
        _hash.Dispose();
        _start.Dispose();
    }

    /// <summary>Has a node that is still taking the blob give it up: it does when its input ends.</summary>
    private async Task GiveUpAsync(KindNode node, IExecSession session)
    {
        using (session)
        {
            if (_ended.ContainsKey(node)) return;

            using var patience = new CancellationTokenSource(LatePatience.HasteTime);
            try
            {
                await session.CompleteAsync(patience.Token).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is KindToolsException or OperationCanceledException)
            {
                intake.Busy(node);
            }
        }
    }

    private async Task PassOnAsync(CancellationToken cancellationToken)
    {
        _passesOn = intake.HasPassedOn = true;
        using var patience = new LatePatience(cancellationToken);
        foreach (var node in nodes.Where(node => !intake.Failures.ContainsKey(node.Node.Name)))
        {
            try
            {
                _takers[node.Node] = await engine
                    .StartExecAsync(node.Node.ContainerId, ["sh", "-c", NodeScripts.Ingest, "kindtools", intake.Transfer, _name], withInput: true, patience.Token)
                    .ConfigureAwait(false);
            }
            catch (KindToolsException failure)
            {
                intake.Fail(node.Node, failure);
            }
        }

        await Task.WhenAll(_takers.Select(async taker =>
        {
            foreach (var part in _start.Parts) await WriteAsync(taker.Key, taker.Value, part, cancellationToken).ConfigureAwait(false);
        })).ConfigureAwait(false);
        intake.TryReserve(-_start.Length);
        _start.Dispose();
    }

    private async Task WriteAsync(KindNode node, IExecSession session, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (await SendAsync(node, session, data, cancellationToken).ConfigureAwait(false)) progress.Sent(node, data.Length);
    }

    private async Task<bool> SendAsync(KindNode node, IExecSession session, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (data.IsEmpty || intake.Failures.ContainsKey(node.Name)) return false;

        try
        {
            await session.WriteAsync(data, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It ended before it had read everything; what it said tells more than the broken pipe.
            await EndAsync(node, session, digest: null, cancellationToken, broken).ConfigureAwait(false);
            return false;
        }
    }

    private async Task FinishAsync(KindNode node, IExecSession session, string digest, CancellationToken cancellationToken)
    {
        await SendAsync(node, session, Encoding.ASCII.GetBytes(digest), cancellationToken).ConfigureAwait(false);
        await EndAsync(node, session, digest, cancellationToken).ConfigureAwait(false);
    }

    private async Task EndAsync(KindNode node, IExecSession session, string? digest, CancellationToken cancellationToken, Exception? broken = null)
    {
        if (intake.Failures.ContainsKey(node.Name)) return;

        try
        {
            var result = await session.CompleteAsync(cancellationToken).ConfigureAwait(false);
            _ended[node] = true;
            if (result.ExitCode != 0 || broken is not null) intake.Fail(node, NodeShell.CommandFailed(node, result));
            else if (digest is not null) intake.Count(node, digest, Length);
        }
        catch (KindToolsException failure)
        {
            intake.Fail(node, failure);
        }
    }
}
