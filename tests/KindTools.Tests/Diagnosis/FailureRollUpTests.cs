using KindTools.Core.Diagnosis;

namespace KindTools.Tests.Diagnosis;

public class FailureRollUpTests
{
    private static readonly PodOwner Web = new("apps/v1", "Deployment", "web", "1");

    [Fact]
    public void Pods_of_one_controller_with_the_same_cause_are_one_answer_the_longest_failing_first()
    {
        var rolled = Assert.Single(FailureRollUp.Roll([Failure("web-2", 2, "worker"), Failure("web-1", 1, "worker2"), Failure("web-3", 3, "worker")]));

        Assert.Equal(("web-1", 3, Web), (rolled.Pod, rolled.PodCount, rolled.Controller));
        Assert.Equal(["web-1", "web-2", "web-3"], rolled.Pods);
        Assert.Equal(["worker2", "worker"], rolled.Node);
    }

    [Fact]
    public void Other_causes_images_containers_and_pods_of_their_own_stay_apart()
    {
        PodPullFailure[] failures =
        [
            Failure("web-1", 1, "worker"),
            Failure("web-2", 1, "worker") with { Cause = PodPullFailureCause.OnOtherNodes },
            Failure("web-3", 1, "worker") with { Image = "web:v2" },
            Failure("web-4", 1, "worker") with { Container = "sidecar" },
            Failure("one", 1, "worker") with { Owners = [] },
            Failure("two", 1, "worker") with { Owners = [] },
        ];

        Assert.Equal(failures.Select(failure => failure.Pod), FailureRollUp.Roll(failures).Select(failure => failure.Pod));
    }

    private static PodPullFailure Failure(string pod, int minute, string node) => new()
    {
        Context = "kind-kind",
        Namespace = "shop",
        Pod = pod,
        Pods = [pod],
        Container = "web",
        ContainerType = ContainerType.Container,
        Image = "web:v1",
        Node = [node],
        WaitingReason = "ImagePullBackOff",
        Cause = PodPullFailureCause.NotLoaded,
        Summary = "",
        Reason = "",
        Owners = [Web],
        Since = new DateTimeOffset(2026, 1, 2, 3, minute, 0, TimeSpan.Zero),
        Evidence = [],
        Remedy = "",
    };
}
