using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Core.Relay;

namespace KindTools.Core.Transfer;

/// <summary>The names under which images are pushed, and what sessions that were killed in the middle of it have left in the engine and on nodes.</summary>
internal sealed partial class PushLeftovers(IContainerEngine engine, IActivityLog log)
{
    /// <summary>How long an engine may take to remove a name: after Ctrl+C nobody waits longer.</summary>
    private static readonly TimeSpan RemovalTime = TimeSpan.FromSeconds(2);

    /// <summary>Names that this process pushes under at this moment, and the transfers that nodes keep content for.</summary>
    private static readonly ConcurrentDictionary<string, bool> InUse = new();

    private static int s_transfers;

    /// <summary>Whether a name in the engine is one that an image is only pushed under.</summary>
    public static bool IsHelper(string name) => HelperTag().IsMatch(name);

    /// <summary>Says that a name is going to be used, before there is one.</summary>
    public static void Claim(string name) => InUse[name] = true;

    /// <summary>A name for a transfer, <c>PROCESS-ID-NUMBER@MACHINE</c>.</summary>
    public static string NewTransfer()
    {
        var transfer = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Interlocked.Increment(ref s_transfers)}@{Environment.MachineName}");
        InUse[transfer] = true;
        return transfer;
    }

    /// <summary>Nodes need keep nothing more for a transfer: what they still do is left over.</summary>
    public static void End(string transfer) => InUse.TryRemove(transfer, out _);

    /// <summary>Removes a name after its push, also after Ctrl+C; when that fails, the next import does it.</summary>
    public async Task RemoveAsync(string name)
    {
        using var patience = new CancellationTokenSource(RemovalTime);
        try
        {
            await engine.RemoveTagAsync(name, patience.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is KindToolsException or OperationCanceledException)
        {
            log.Verbose($"The name '{name}' is left in the engine; the next import removes it. {failure.Message}");
        }
        finally
        {
            InUse.TryRemove(name, out _);
        }
    }

    /// <summary>Removes the names under which images were to be pushed. One that stays is no reason not to import.</summary>
    public async Task RemoveTagsAsync(CancellationToken cancellationToken)
    {
        foreach (var name in await engine.ListImageNamesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (HelperTag().Match(name) is not { Success: true } match || IsInUse(name, match.Groups[1].Value)) continue;

            log.Verbose($"Removing the name '{name}' that an earlier session left behind.");
            try
            {
                await engine.RemoveTagAsync(name, cancellationToken).ConfigureAwait(false);
            }
            catch (KindToolsException failure)
            {
                log.Verbose($"The name '{name}' stays. {failure.Message}");
            }
        }
    }

    /// <summary>Has nodes give up what they take and keep for transfers that were killed. Those of other machines are theirs.</summary>
    public Task AbandonAsync(IEnumerable<NodeState> nodes, CancellationToken cancellationToken) => Task.WhenAll(nodes.Select(async node =>
    {
        string[] gone = [.. node.Transfers.Where(IsGone)];
        if (gone.Length == 0) return;

        log.Verbose($"Removing what a transfer that was killed left behind on node '{node.Node.Name}'.");
        try
        {
            await new NodeShell(engine).RunAsync(node.Node, NodeScripts.Abandon, cancellationToken, gone).ConfigureAwait(false);
        }
        catch (KindToolsException failure)
        {
            log.Verbose($"It stays. {failure.Message}");
        }
    }));

    /// <summary>Removes relays. Those of other machines that use the same engine are theirs to remove.</summary>
    public async Task RemoveRelaysAsync(CancellationToken cancellationToken)
    {
        foreach (var container in await engine.ListContainersAsync(RelayEndpoint.Label, cancellationToken).ConfigureAwait(false))
        {
            if (container.Labels.GetValueOrDefault(RelayEndpoint.Label)?.Split('@', 2) is not [var processId, var machine]
                || machine != Environment.MachineName
                || IsRunning(processId))
            {
                continue;
            }

            log.Verbose($"Removing the container '{container.Name}' that an earlier session left behind.");
            await engine.RemoveContainerAsync(container.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsGone(string transfer) =>
        transfer.Split('@', 2) is [var local, var machine] && machine == Environment.MachineName && !IsInUse(transfer, local.Split('-')[0]);

    private static bool IsInUse(string name, string processId) =>
        processId == Environment.ProcessId.ToString(CultureInfo.InvariantCulture) ? InUse.ContainsKey(name) : IsRunning(processId);

    private static bool IsRunning(string processId)
    {
        if (!int.TryParse(processId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return false;

        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            return true; // Another user's, of whom Windows tells nothing more.
        }
    }

    [GeneratedRegex(@"^127\.0\.0\.1:\d+/kindtools-[0-9a-f]+:p(\d+)-\d+$")]
    private static partial Regex HelperTag();
}
