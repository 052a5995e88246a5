using System.Text.Json.Nodes;
using KindTools.Core.Clusters;

namespace KindTools.Core.Cure;

/// <summary>
/// Deletes an object and creates it anew. Between the two nothing ends it but time, not even Ctrl+C: the object would be
/// lost.
/// </summary>
/// <param name="objects">What asks the server.</param>
/// <param name="pause">How it waits; tests do not wait.</param>
internal sealed class ObjectReplacer(ApiObjects objects, Func<TimeSpan, CancellationToken, Task> pause)
{
    private const int MostTries = 5;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(60);

    /// <summary>Replaces it. When the new object cannot be created, the exception's target is its manifest.</summary>
    /// <param name="name">The object.</param>
    /// <param name="live">It as it is.</param>
    /// <param name="manifest">The new one.</param>
    /// <param name="cancellationToken">Ends it before anything is deleted, not later.</param>
    public async Task ReplaceAsync(ApiObjectName name, JsonObject live, JsonObject manifest, CancellationToken cancellationToken)
    {
        var uid = live["metadata"]!["uid"]!.GetValue<string>();
        cancellationToken.ThrowIfCancellationRequested();
        await DeleteAsync(name, uid, manifest).ConfigureAwait(false);
        await WaitUntilGoneAsync(name, uid, manifest).ConfigureAwait(false);
        await CreateAsync(name, manifest).ConfigureAwait(false);
    }

    private async Task CreateAsync(ApiObjectName name, JsonObject manifest)
    {
        for (var left = MostTries; ; left--)
        {
            try
            {
                await objects.CreateAsync(name, manifest, rehearse: false, CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (KindToolsException failure) when (failure.ErrorId == "ApiConflict" && left < MostTries)
            {
                return; // The try before had come through; only its answer had not.
            }
            catch (KindToolsException failure) when (left <= 1 || !LeavesOpen(failure))
            {
                throw Lost("RepairNotCreated", FailureCategory.InvalidOperation, $"{name} was deleted, but could not be created anew.", manifest, failure);
            }
            catch (KindToolsException)
            {
                await pause(Breath, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    // Where no answer came, the object may be gone all the same, and then there is no way back: look before anything is said.
    private async Task DeleteAsync(ApiObjectName name, string uid, JsonObject manifest)
    {
        try
        {
            await objects.DeleteAsync(name, uid, CancellationToken.None).ConfigureAwait(false);
        }
        catch (KindToolsException failure) when (LeavesOpen(failure))
        {
            for (var left = MostTries; ; left--)
            {
                try
                {
                    if (await FindAsync(name, uid, CancellationToken.None).ConfigureAwait(false) is not { } found || IsEnding(found)) return;

                    break;
                }
                catch (KindToolsException again)
                {
                    if (left <= 1 || !LeavesOpen(again)) throw Lost("RepairNotDeleted", FailureCategory.ConnectionError, $"Whether {name} was deleted, nobody can tell.", manifest, again);
                }

                await pause(Breath, CancellationToken.None).ConfigureAwait(false);
            }

            throw;
        }
    }

    private async Task WaitUntilGoneAsync(ApiObjectName name, string uid, JsonObject manifest)
    {
        using var patience = new CancellationTokenSource(LongestEnd);
        try
        {
            while (await IsThereAsync(name, uid, patience.Token).ConfigureAwait(false)) await pause(Glance, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw Lost(
                "RepairNotDeleted",
                FailureCategory.OperationTimeout,
                $"{name} was told to end, but is still there after {LongestEnd.TotalSeconds:0} seconds: a finalizer holds it, or its node does not answer.",
                manifest);
        }
        catch (KindToolsException failure)
        {
            throw Lost("RepairNotCreated", FailureCategory.InvalidOperation, $"{name} was told to end, but then could not be watched ending.", manifest, failure);
        }
    }

    private async Task<bool> IsThereAsync(ApiObjectName name, string uid, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(name, uid, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (KindToolsException failure) when (LeavesOpen(failure))
        {
            return true;
        }
    }

    /// <summary>The object, not another that has its name by now; null when it is gone.</summary>
    private async Task<JsonObject?> FindAsync(ApiObjectName name, string uid, CancellationToken cancellationToken)
    {
        try
        {
            var found = await objects.GetAsync(name, cancellationToken).ConfigureAwait(false);
            return found["metadata"]?["uid"]?.GetValue<string>() == uid ? found : null;
        }
        catch (KindToolsException failure) when (failure.ErrorId == "ApiObjectNotFound")
        {
            return null;
        }
    }

    private static bool IsEnding(JsonObject found) => found["metadata"]?["deletionTimestamp"] is not null;

    // After these nobody knows whether the server did what it was told to.
    private static bool LeavesOpen(KindToolsException failure) => failure.ErrorId is "ApiServerNotReachable" or "ApiServerBusy" or "ApiServerTimeout";

    private static KindToolsException Lost(string errorId, FailureCategory category, string what, JsonObject manifest, Exception? inner = null) => new(
        errorId,
        category,
        $"{what}{(inner is null ? "" : " " + inner.Message)} The result's property Manifest has it as it was to be: '$result.Manifest | kubectl create --filename -' creates it.",
        manifest.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }),
        inner);
}
