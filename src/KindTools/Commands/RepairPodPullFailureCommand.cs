using System.Management.Automation;
using KindTools.Core.Clusters;
using KindTools.Core.Cure;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Mends what keeps live pods from using their images, and waits until they run.</summary>
/// <remarks>
/// What deletes is asked for as by a cmdlet of high impact, the rest as by one of medium: the attribute knows one impact
/// for all, so that the second question is asked here.
/// </remarks>
[Cmdlet(VerbsDiagnostic.Repair, "PodPullFailure", DefaultParameterSetName = FailureSet, SupportsShouldProcess = true)]
[OutputType(typeof(PodPullRepair))]
public sealed class RepairPodPullFailureCommand : EngineCmdlet
{
    private const string FailureSet = "Failure";
    private const string DriftSet = "Drift";

    private readonly List<PodPullFailure> _failures = [];
    private readonly List<PodImageDrift> _drifts = [];
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>What <c>Get-PodPullFailure</c> found.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FailureSet)]
    [ValidateNotNullOrEmpty]
    public PodPullFailure[] Failure { get; set; } = [];

    /// <summary>What <c>Get-PodImageDrift</c> found.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DriftSet)]
    [ValidateNotNullOrEmpty]
    public PodImageDrift[] Drift { get; set; } = [];

    /// <summary>The pull policy that containers get which ask a registry although the node has the image.</summary>
    [Parameter]
    [ValidateSet(nameof(PullPolicy.IfNotPresent), nameof(PullPolicy.Never))]
    public PullPolicy Policy { get; set; } = PullPolicy.IfNotPresent;

    /// <summary>Seconds to wait until the pods run or fail anew; 0 not to wait.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int TimeoutSec { get; set; } = 120;

    /// <summary>Changes also what Helm, Argo CD or Flux manages, although that will be undone.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The kubeconfig to use instead of those of KUBECONFIG, else <c>~/.kube/config</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Kubeconfig { get; set; }

    /// <summary>Only collects: pods of one owner are cured once.</summary>
    protected override bool Accept()
    {
        if (ParameterSetName == FailureSet) _failures.AddRange(Failure.Where(failure => !failure.IsResolved));
        else _drifts.AddRange(Drift);
        return false;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        var wish = new CureWish(Policy, Force, TimeSpan.FromSeconds(TimeoutSec));
        var kubeconfig = await output.InvokeAsync(() => PathResolver.Kubeconfig(this, Kubeconfig)).ConfigureAwait(false);
        var where = _failures.Select(failure => (failure.Cluster, failure.Context)).Concat(_drifts.Select(drift => ((string?)drift.Cluster, (string?)drift.Context)));
        foreach (var (cluster, context) in where.Distinct())
        {
            // Names as they are, which hold no wildcards.
            var selection = cluster is null ? new ClusterSelection([], Exactly(context)) : new ClusterSelection(Exactly(cluster), []);
            using var session = await ClusterSession.OpenAsync(kubeconfig, selection, output, cancellationToken).ConfigureAwait(false);
            foreach (var connection in session.Connections)
                await RepairAsync(new PodPullRepairer(connection, wish, output), cluster, context, output, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IReadOnlyList<NamePattern> Exactly(string? name) => name is null ? [] : [NamePattern.Exactly(name)];

    private async Task RepairAsync(PodPullRepairer repairer, string? cluster, string? context, CmdletWriter output, CancellationToken cancellationToken)
    {
        var plans = await repairer.PlanAsync(
            [.. _failures.Where(failure => failure.Cluster == cluster && failure.Context == context)],
            [.. _drifts.Where(drift => drift.Cluster == cluster && drift.Context == context)],
            cancellationToken).ConfigureAwait(false);
        var approved = new List<CurePlan>();
        foreach (var plan in plans)
        {
            if (plan.IsPending && await AskAsync(plan, output).ConfigureAwait(false)) approved.Add(plan);
            else await output.WriteObjectAsync(plan.AsResult()).ConfigureAwait(false);
        }

        foreach (var repair in await repairer.RepairAsync(approved, cancellationToken).ConfigureAwait(false))
            await output.WriteObjectAsync(repair).ConfigureAwait(false);
    }

    private async Task<bool> AskAsync(CurePlan plan, CmdletWriter output)
    {
        if (!plan.Changes) return true;
        if (!await output.ShouldProcessAsync(plan.Where, plan.What).ConfigureAwait(false)) return false;
        if (!plan.Deletes) return true;

        // Where ShouldProcess has asked, or was told not to, nobody asks again.
        return await output.InvokeAsync(() =>
            MyInvocation.BoundParameters.ContainsKey("Confirm")
            || SessionState.PSVariable.GetValue("ConfirmPreference") is not ConfirmImpact.High
            || ShouldContinue($"{plan.What} In {plan.Place}.", "Repair-PodPullFailure deletes", ref _yesToAll, ref _noToAll)).ConfigureAwait(false);
    }
}
