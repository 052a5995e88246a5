using System.Text.Json.Nodes;
using KindTools.Core.Clusters;

namespace KindTools.Core.Cure;

/// <summary>
/// Deletes an object and creates it anew. Between the two nothing ends it but time, not even Ctrl+C: the object would be
/// lost.
/// </summary>
internal sealed class ObjectReplacer(ApiObjects objects)
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
        await objects.DeleteAsync(name, uid, CancellationToken.None).ConfigureAwait(false);
        await WaitUntilGoneAsync(name, uid, manifest).ConfigureAwait(false);
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
            catch (KindToolsException failure) when (left <= 1 || failure.ErrorId is not ("ApiServerNotReachable" or "ApiServerBusy" or "ApiServerTimeout"))
            {
                throw Lost("RepairNotCreated", FailureCategory.InvalidOperation, $"{name} was deleted, but could not be created anew.", manifest, failure);
            }
            catch (KindToolsException)
            {
                await Task.Delay(Breath, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task WaitUntilGoneAsync(ApiObjectName name, string uid, JsonObject manifest)
    {
        using var patience = new CancellationTokenSource(LongestEnd);
        try
        {
            while (await IsThereAsync(name, uid, patience.Token).ConfigureAwait(false)) await Task.Delay(Glance, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw Lost(
                "RepairNotDeleted",
                FailureCategory.OperationTimeout,
                $"{name} was told to end, but is still there after {LongestEnd.TotalSeconds:0} seconds: a finalizer holds it, or its node does not answer.",
                manifest);
        }
    }

    private async Task<bool> IsThereAsync(ApiObjectName name, string uid, CancellationToken cancellationToken)
    {
        try
        {
            return (await objects.GetAsync(name, cancellationToken).ConfigureAwait(false))["metadata"]?["uid"]?.GetValue<string>() == uid;
        }
        catch (KindToolsException failure) when (failure.ErrorId == "ApiObjectNotFound")
        {
            return false;
        }
        catch (KindToolsException failure) when (failure.ErrorId is "ApiServerNotReachable" or "ApiServerBusy" or "ApiServerTimeout")
        {
            return true;
        }
    }

    private static KindToolsException Lost(string errorId, FailureCategory category, string what, JsonObject manifest, Exception? inner = null) => new(
        errorId,
        category,
        $"{what}{(inner is null ? "" : " " + inner.Message)} The result's property Manifest has it as it was to be: '$result.Manifest | kubectl create --filename -' creates it.",
        manifest.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }),
        inner);
}
