using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using KindTools.Core.Engines;
using KindTools.Core.Relay;

namespace KindTools.Core.Transfer;

/// <summary>What sessions that were killed in the middle of a push have left in the engine.</summary>
internal sealed partial class PushLeftovers(IContainerEngine engine, IActivityLog log)
{
    /// <summary>Removes the names under which images were to be pushed.</summary>
    public async Task RemoveTagsAsync(CancellationToken cancellationToken)
    {
        foreach (var name in await engine.ListImageNamesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (HelperTag().Match(name) is not { Success: true } match || IsRunning(match.Groups[1].Value)) continue;

            log.Verbose($"Removing the name '{name}' that an earlier session left behind.");
            await engine.RemoveTagAsync(name, cancellationToken).ConfigureAwait(false);
        }
    }

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
    }

    [GeneratedRegex(@"^127\.0\.0\.1:\d+/kindtools-[0-9a-f]+:p(\d+)-\d+$")]
    private static partial Regex HelperTag();
}
