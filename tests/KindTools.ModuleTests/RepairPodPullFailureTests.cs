namespace KindTools.ModuleTests;

[Collection(EnvironmentCollection.Name)]
public class RepairPodPullFailureTests
{
    [Fact]
    public void Failures_of_a_cluster_that_is_gone_are_one_error_and_those_that_are_over_none()
    {
        using var module = new EngineModule(EngineModule.Nowhere);

        var results = module.Run(
            """
            $gone = @{ Cluster = 'gone'; Context = 'kind-gone'; Namespace = 'shop'; Pod = 'web'; Pods = [string[]]'web'; Owners = [KindTools.PodOwner[]]@(); Container = 'app'; Image = 'app' }
            [KindTools.PodPullFailure]$gone, [KindTools.PodPullFailure]$gone, [KindTools.PodPullFailure]@{ Cluster = 'other'; IsResolved = $true } | Repair-PodPullFailure
            """);

        Assert.Empty(results);
        Assert.StartsWith("ClusterNotFound,", Assert.Single(module.Streams.Error).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Repaired", "", "Job/pi                 Repaired  Recreate                 pi-1 runs")]
    [InlineData("FailsAnew", "[KindTools.PodProblem]::new('pi-2', 'Error', $null)", "Job/pi                 FailsAnew Recreate                 pi-1 runs; pi-2: Error")]
    public void A_repair_is_a_line_that_fits(string status, string failing, string line)
    {
        var host = new PrintingHost(width: 100);
        using var module = new Module(host: host);

        module.Run(
            $$"""
            [KindTools.PodPullRepair]@{
                Cluster = 'kind'; Namespace = 'shop'; Kind = 'Job'; ObjectName = 'pi'; Status = '{{status}}'; Actions = [KindTools.PodPullRepairAction[]]'Recreate'
                Steps = [string[]]'Delete Job/pi and create it anew.'; RunningPods = [string[]]'pi-1'; FailingPods = [KindTools.PodProblem[]]@({{failing}})
            } | Out-Default
            """);

        Assert.Empty(module.Errors);
        Assert.Contains(line, host.Printed.Split(Environment.NewLine).Select(printed => printed.TrimEnd()));
    }
}
