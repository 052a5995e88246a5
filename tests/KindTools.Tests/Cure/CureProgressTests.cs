using k8s.Models;
using KindTools.Core.Clusters;
using KindTools.Core.Cure;
using KindTools.Tests.Diagnosis;

namespace KindTools.Tests.Cure;

public class CureProgressTests
{
    [Theory]
    [InlineData("story-err", "Fails ErrImagePull")]
    [InlineData("never-absent", "Fails ErrImageNeverPull")]
    [InlineData("init", "Fails ImagePullBackOff")]
    [InlineData("content", "Fails CreateContainerError")]
    [InlineData("arm64-job", "Fails Error")]
    [InlineData("recovered", "Runs Succeeded")]
    public void A_captured_pod_has_come_so_far(string captured, string expected)
    {
        var outcome = PodOutcome.Of(CapturedPod.Read(captured).Pod);

        Assert.Equal(expected, $"{outcome.State} {outcome.Reason}");
    }

    [Fact]
    public void That_the_pod_waits_as_before_is_no_news_until_it_has_got_past_its_image()
    {
        var stuck = CapturedPod.Read("story-backoff").Pod;
        var progress = Progress(CureMethod.Wait, stuck);

        progress.Take(new ClusterChange<V1Pod>(ClusterChangeKind.Added, stuck));
        Assert.False(progress.IsDone);
        Assert.Empty(progress.Failing);

        var past = CapturedPod.Read("recovered").Pod;
        past.Metadata.Uid = stuck.Metadata.Uid;
        progress.Take(new ClusterChange<V1Pod>(ClusterChangeKind.Modified, past));
        Assert.True(progress.IsDone);
    }

    [Fact]
    public void A_new_pod_that_fails_is_reported()
    {
        var progress = Progress(CureMethod.Recreate, CapturedPod.Read("story-backoff").Pod);
        var next = CapturedPod.Read("story-err").Pod;
        next.Metadata.Uid = "another";

        progress.Take(new ClusterChange<V1Pod>(ClusterChangeKind.Added, next));

        Assert.False(progress.IsDone);
        Assert.Equal("ErrImagePull", Assert.Single(progress.Failing).Reason);
    }

    [Fact]
    public void What_replaces_its_pods_is_done_when_the_stuck_one_is_gone_too()
    {
        var stuck = CapturedPod.Read("story-backoff").Pod;
        var progress = Progress(CureMethod.Recreate, stuck);
        var next = CapturedPod.Read("recovered").Pod;
        next.Metadata.Uid = "another";

        progress.Take(new ClusterChange<V1Pod>(ClusterChangeKind.Added, stuck));
        progress.Take(new ClusterChange<V1Pod>(ClusterChangeKind.Added, next));
        Assert.False(progress.IsDone);

        progress.Take(new ClusterChange<V1Pod>(ClusterChangeKind.Deleted, stuck));
        Assert.True(progress.IsDone);
        Assert.Equal([next.Metadata.Name], progress.Running);
    }

    [Fact]
    public void A_list_that_a_watch_begins_with_anew_tells_what_is_gone()
    {
        var stuck = CapturedPod.Read("story-backoff").Pod;
        var progress = Progress(CureMethod.Wait, stuck);
        progress.Take(new ClusterChange<V1Pod>(ClusterChangeKind.Added, stuck));
        Assert.Single(progress.Waiting);

        progress.Take(new ClusterChange<V1Pod>(ClusterChangeKind.Listing, null));
        progress.Take(new ClusterChange<V1Pod>(ClusterChangeKind.ListComplete, null));

        Assert.Empty(progress.Waiting);
    }

    internal static CurePlan Plan(CureMethod method, V1Pod stuck) =>
        new([CureCase.Of(CureChooserTests.Failure(PodPullFailureCause.AlwaysPolicy, "Always", "here"), PullPolicy.IfNotPresent)])
        {
            Target = new CureTarget(new ApiObjectName("batch/v1", "Job", "shop", "pi"), null, method),
            Pods = new CurePods(new ListScope("shop", "job-name=pi"), new HashSet<string> { stuck.Metadata.Uid }, [stuck]),
        };

    private static CureProgress Progress(CureMethod method, V1Pod stuck) => new(Plan(method, stuck));
}
