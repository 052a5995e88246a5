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
[Cmdlet(VerbsDiagnostic.Repair, "PodPullFailure", SupportsShouldProcess = true)]
[OutputType(typeof(PodPullRepair))]
public sealed class RepairPodPullFailureCommand : EngineCmdlet
{
    private readonly List<PodPullFailure> _failures = [];
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>What <c>Get-PodPullFailure</c> found.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public PodPullFailure[] Failure { get; set; } = [];

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
        _failures.AddRange(Failure.Where(failure => !failure.IsResolved));
        return false;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        var wish = new CureWish(Policy, Force, TimeSpan.FromSeconds(TimeoutSec));
        foreach (var group in _failures.GroupBy(failure => (failure.Cluster, failure.Context)))
        {
            using var session = await ClusterSession.OpenAsync(this, group.Key.Cluster, group.Key.Context, Kubeconfig, output, cancellationToken).ConfigureAwait(false);
            foreach (var connection in session.Connections)
                await RepairAsync(new PodPullRepairer(connection, wish, output), [.. group], output, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RepairAsync(PodPullRepairer repairer, IReadOnlyList<PodPullFailure> failures, CmdletWriter output, CancellationToken cancellationToken)
    {
        var approved = new List<CurePlan>();
        foreach (var plan in await repairer.PlanAsync(failures, cancellationToken).ConfigureAwait(false))
        {
            if (plan.IsPending && await AskAsync(plan, output).ConfigureAwait(false)) approved.Add(plan);
            else await output.WriteObjectAsync(plan.AsResult()).ConfigureAwait(false);
        }

        foreach (var repair in await repairer.RepairAsync(approved, cancellationToken).ConfigureAwait(false))
            await output.WriteObjectAsync(repair).ConfigureAwait(false);
    }

    private async Task<bool> AskAsync(CurePlan plan, CmdletWriter output)
    {
        if (plan.Steps.Count == 0) return true; // Nothing is changed; its pods are only waited for.
        if (!await output.ShouldProcessAsync(plan.Where, plan.What).ConfigureAwait(false)) return false;
        if (!plan.Deletes) return true;

        // Where ShouldProcess has asked, or was told not to, nobody asks again.
        return await output.InvokeAsync(() =>
            MyInvocation.BoundParameters.ContainsKey("Confirm")
            || SessionState.PSVariable.GetValue("ConfirmPreference") is not ConfirmImpact.High
            || ShouldContinue($"{plan.What} In namespace {plan.Where.Split(" in namespace ")[1]}.", "Repair-PodPullFailure deletes", ref _yesToAll, ref _noToAll)).ConfigureAwait(false);
    }
}
