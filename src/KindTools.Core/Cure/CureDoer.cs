using KindTools.Core.Clusters;

namespace KindTools.Core.Cure;

/// <summary>Carries out what a plan says about its object. The images are on the nodes by then.</summary>
internal sealed class CureDoer(ClusterConnection connection)
{
    private readonly ApiObjects _objects = new(connection);

    /// <summary>Does it. A failure is an exception.</summary>
    public async Task ApplyAsync(CurePlan plan, CancellationToken cancellationToken)
    {
        var target = plan.Target!;
        if (target.IsPatched)
            await _objects.PatchAsync(target.Name, CureSteps.PatchOf(plan), rehearse: false, cancellationToken).ConfigureAwait(false);

        switch (target.Method)
        {
            case CureMethod.PatchAndDelete or CureMethod.DeletePods:
                await DeleteStuckAsync(plan, cancellationToken).ConfigureAwait(false);
                break;
            case CureMethod.PatchAndRecreate when plan.LiveJob is { } job:
                await new ObjectReplacer(_objects, connection.Pause).ReplaceAsync(target.Job!, job, CureSteps.Anew(job, plan.Edits), cancellationToken).ConfigureAwait(false);
                await DeleteStuckAsync(plan, cancellationToken).ConfigureAwait(false);
                break;
            case CureMethod.Recreate:
                await new ObjectReplacer(_objects, connection.Pause).ReplaceAsync(target.Name, plan.Live!, CureSteps.Anew(plan.Live!, plan.Edits), cancellationToken).ConfigureAwait(false);
                if (target.Name.Kind == "Job") await DeleteStuckAsync(plan, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    // The pods of a Job that is gone go too, but the controller manager's garbage collector may take minutes about it, for
    // example when the API server has been started again.
    private async Task DeleteStuckAsync(CurePlan plan, CancellationToken cancellationToken)
    {
        foreach (var pod in plan.Pods!.Stuck)
            await DeleteAsync(new ApiObjectName("v1", "Pod", plan.Target!.Name.Namespace, pod.Metadata.Name), pod.Metadata.Uid, cancellationToken).ConfigureAwait(false);
    }

    private async Task DeleteAsync(ApiObjectName pod, string uid, CancellationToken cancellationToken)
    {
        try
        {
            await _objects.DeleteAsync(pod, uid, cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException failure) when (failure.ErrorId is "ApiObjectNotFound" or "ApiConflict")
        {
            // Its controller was faster.
        }
    }
}
