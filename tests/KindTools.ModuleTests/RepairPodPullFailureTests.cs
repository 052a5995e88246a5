namespace KindTools.ModuleTests;

[Collection(nameof(EnvironmentCollection))]
public class RepairPodPullFailureTests
{
    [Fact]
    public void Failures_of_a_cluster_that_is_gone_are_one_error_and_those_that_are_over_none()
    {
        using var module = new EngineModule(EngineModule.Nowhere);
        var failure = Failure("web");

        var results = module.Run("param($failures) $failures | Repair-PodPullFailure", (object)new[] { failure, failure with { Pod = "other", Pods = ["other"] }, Failure("x") with { Cluster = "y", IsResolved = true } });

        Assert.Empty(results);
        Assert.StartsWith("ClusterNotFound,", Assert.Single(module.Streams.Error).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PodPullRepairStatus.Repaired, "Job/pi                 Repaired  Recreate                 pi-1 runs")]
    [InlineData(PodPullRepairStatus.FailsAnew, "Job/pi                 FailsAnew Recreate                 pi-1 runs; pi-2: Error")]
    public void A_repair_is_a_line_that_fits(PodPullRepairStatus status, string line)
    {
        var host = new PrintingHost(width: 100);
        using var module = new Module(host: host);
        var repair = new PodPullRepair
        {
            Cluster = "kind",
            Namespace = "shop",
            Kind = "Job",
            ObjectName = "pi",
            Status = status,
            Actions = [PodPullRepairAction.Recreate],
            Steps = ["Delete Job/pi and create it anew."],
            Causes = [PodPullFailureCause.AlwaysPolicy],
            Drifts = [],
            Images = ["app"],
            RunningPods = ["pi-1"],
            FailingPods = status == PodPullRepairStatus.FailsAnew ? [new PodProblem("pi-2", "Error", null)] : [],
        };

        module.Run("$input | Out-Default", repair);

        Assert.Contains(line, host.Printed.Split(Environment.NewLine).Select(printed => printed.TrimEnd()));
    }

    private static PodPullFailure Failure(string pod) => new()
    {
        Cluster = "gone",
        Context = "kind-gone",
        Namespace = "shop",
        Pod = pod,
        Pods = [pod],
        Container = "app",
        ContainerType = ContainerType.Container,
        Image = "app",
        Node = [],
        WaitingReason = "ErrImagePull",
        Cause = PodPullFailureCause.AlwaysPolicy,
        Summary = "",
        Reason = "",
        Owners = [],
        Evidence = [],
        Remedy = "",
    };
}
