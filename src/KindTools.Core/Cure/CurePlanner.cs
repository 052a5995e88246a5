using KindTools.Core.Clusters;

namespace KindTools.Core.Cure;

/// <summary>
/// From containers that fail, or run the wrong image, to what can be done about them, one plan an object. The server
/// rehearses every change, so that what would be refused is known before anything is done.
/// </summary>
internal sealed class CurePlanner(ClusterConnection connection, CureWish wish, IActivityLog log)
{
    private readonly ApiObjects _objects = new(connection);

    /// <summary>The plans, in the order of the containers.</summary>
    public async Task<IReadOnlyList<CurePlan>> PlanAsync(IReadOnlyList<CureCase> cases, CancellationToken cancellationToken)
    {
        var plans = new List<CurePlan>();
        foreach (var group in cases.GroupBy(item => item.Key))
        {
            var plan = new CurePlan([.. group]);
            try
            {
                plans.Add(await PlanAsync(plan, cancellationToken).ConfigureAwait(false));
            }
            catch (KindToolsException failure)
            {
                log.Error(failure);
                plans.Add(plan.Settle(PodPullRepairStatus.Failed, failure.Message));
            }
        }

        return plans;
    }

    private async Task<CurePlan> PlanAsync(CurePlan plan, CancellationToken cancellationToken)
    {
        // An object of which one container has no cure is left alone: nothing would run for it.
        var remedies = plan.Cases.Select(item => item.Cure.Remedy).OfType<string>().Distinct().ToList();
        if (remedies.Count > 0) return plan.Settle(PodPullRepairStatus.NoCure, string.Join(" ", remedies));

        var edits = plan.Cases.Where(item => item.Cure.Edit is not null).Select(item => (Edit: item.Cure.Edit!, item.Image)).DistinctBy(edit => (edit.Edit.Type, edit.Edit.Container)).ToList();
        if (CureTarget.Of(plan.First, [.. edits.Select(edit => edit.Edit)], plan.Cases.Any(item => item.Cure.Restart)) is not { } target)
        {
            var there = edits.Count == 0 ? "Have it replace its pods." : string.Join(" ", edits.Select(edit => edit.Edit.Words(plan.Object)));
            return plan.Settle(PodPullRepairStatus.NoCure, $"{plan.Object} ({plan.First.Controller!.ApiVersion}) makes these pods, in its own way. There: {there}");
        }

        plan = plan with { Target = target, Loads = [.. plan.Cases.Select(item => item.Cure.Load).OfType<ImageLoad>().DistinctBy(load => load.Key)] };
        if (target.Method != CureMethod.Wait)
        {
            plan = await ReadAsync(plan, edits, cancellationToken).ConfigureAwait(false);
            if (!plan.IsPending) return plan;
        }

        var names = plan.Cases.SelectMany(item => item.Pods).Distinct().ToList();
        var pods = await CurePods.ReadAsync(connection, CurePods.ScopeOf(target, plan.Live, names), plan.Cases, cancellationToken).ConfigureAwait(false);
        plan = plan with { Pods = pods };
        if (pods.Stuck.Count == 0) return plan.Settle(PodPullRepairStatus.Repaired) with { Pods = pods };

        return CureSteps.Describe(plan);
    }

    private async Task<CurePlan> ReadAsync(CurePlan plan, IReadOnlyList<(ContainerEdit Edit, string Image)> wanted, CancellationToken cancellationToken)
    {
        var target = plan.Target!;
        var live = await _objects.GetAsync(target.Name, cancellationToken).ConfigureAwait(false);
        if (plan.First.Controller is { } owner && live["metadata"]?["uid"]?.GetValue<string>() != owner.Uid)
            return plan.Settle(PodPullRepairStatus.NoCure, $"{plan.Object} has been made anew since its failure was found. Ask Get-PodPullFailure again.");

        var edits = PodTemplate.WithSiblings(PodTemplate.SpecOf(live)!, wanted);

        var isRight = target.Method is CureMethod.Patch or CureMethod.PatchAndDelete && edits.Count > 0 && edits.All(edit => PodTemplate.Has(PodTemplate.SpecOf(live)!, edit));
        if (isRight) plan = plan with { Target = target = target with { Method = WithoutChange(plan) } };
        if (!wish.Force && edits.Count > 0 && !isRight && OutsideManager.Of(live, plan.First.ManagedBy) is { } manager)
            return plan.Settle(PodPullRepairStatus.Managed, manager.Remedy(plan.Object, edits)) with { ManagedBy = manager.Name };

        plan = plan with { Live = live, Edits = edits, LiveJob = target.Job is null ? null : await _objects.GetAsync(target.Job, cancellationToken).ConfigureAwait(false) };
        if (target.Method is CureMethod.Patch or CureMethod.Restart && live["spec"]?["updateStrategy"]?["type"]?.GetValue<string>() == "OnDelete") plan = plan with { Target = target with { Method = CureMethod.PatchAndDelete } };

        return await new Rehearsal(_objects).RunAsync(plan, cancellationToken).ConfigureAwait(false) is { } refusal
            ? plan.Settle(PodPullRepairStatus.NoCure, refusal)
            : plan;
    }

    // The template is right already. Either admission has changed since its pods were made; or they are older than it, and
    // a Deployment would make them anew by the ReplicaSet of the old template.
    private static CureMethod WithoutChange(CurePlan plan) =>
        plan.Target!.Name.Kind == "Deployment" && plan.Cases.All(item => item.Cause != PodPullFailureCause.AlwaysForced) ? CureMethod.Restart : CureMethod.DeletePods;
}
