using System.Threading.Channels;
using k8s.Models;
using KindTools.Core.Clusters;
using KindTools.Core.Cure;
using KindTools.Tests.Diagnosis;

namespace KindTools.Tests.Cure;

public class CureWatchTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    private readonly Channel<ClusterChange<V1Pod>> _changes = Channel.CreateUnbounded<ClusterChange<V1Pod>>();

    [Fact]
    public async Task It_ends_when_the_pods_have_run_for_a_moment()
    {
        Tell(ClusterChangeKind.Added, "recovered");

        var progress = await WatchAsync(Short);

        Assert.True(progress.IsDone);
        Assert.Single(progress.Running);
    }

    [Fact]
    public async Task A_pod_that_ends_badly_as_soon_as_it_ran_is_not_taken_for_one_that_runs()
    {
        Tell(ClusterChangeKind.Added, "recovered");
        Tell(ClusterChangeKind.Modified, "arm64-job");

        Assert.Equal("Error", Assert.Single((await WatchAsync(Long)).Failing).Reason);
    }

    [Fact]
    public async Task A_pod_too_many_that_is_taken_back_does_not_count()
    {
        Tell(ClusterChangeKind.Added, "recovered", "one");
        Tell(ClusterChangeKind.Added, "recovered", "too-many");
        Tell(ClusterChangeKind.Deleted, "recovered", "too-many");

        Assert.Single((await WatchAsync(Short)).Running);
    }

    [Fact]
    public async Task The_moment_begins_anew_when_a_pod_is_gone_again()
    {
        Tell(ClusterChangeKind.Added, "recovered", "one");
        Tell(ClusterChangeKind.Deleted, "recovered", "one");
        var watch = WatchAsync(Short);
        await Task.Delay(5 * Short, TestContext.Current.CancellationToken);
        Assert.False(watch.IsCompleted);

        Tell(ClusterChangeKind.Added, "recovered", "two");

        Assert.True((await watch).IsDone);
    }

    [Fact]
    public async Task When_the_time_is_up_what_was_seen_last_counts()
    {
        Tell(ClusterChangeKind.Added, "recovered");

        Assert.True((await WatchAsync(Long, patience: Short)).IsDone);
    }

    private void Tell(ClusterChangeKind kind, string captured, string uid = "one")
    {
        var pod = CapturedPod.Read(captured).Pod;
        pod.Metadata.Uid = uid;
        Assert.True(_changes.Writer.TryWrite(new ClusterChange<V1Pod>(kind, pod)));
    }

    private async Task<CureProgress> WatchAsync(TimeSpan steady, TimeSpan? patience = null)
    {
        using var end = new CancellationTokenSource(patience ?? Long);
        var plan = CureProgressTests.Plan(CureMethod.Recreate, CapturedPod.Read("story-backoff").Pod);
        return await new CureWatch(_changes.Reader.ReadAllAsync, plan, steady).WaitAsync(_ => { }, end.Token, TestContext.Current.CancellationToken);
    }
}
