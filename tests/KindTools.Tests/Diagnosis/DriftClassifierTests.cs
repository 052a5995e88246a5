using k8s.Models;
using KindTools.Core.Diagnosis;
using KindTools.Core.Engines;
using KindTools.Core.Images;

namespace KindTools.Tests.Diagnosis;

public class DriftClassifierTests
{
    // Images are called by one letter: the manifest of a is m-a, its configuration c-a.
    [Theory]
    //          runs  node  pulled nameless engine  drift of one that runs            drift of one that has ended
    [InlineData("c-a", "a", false, "", "a", null, null)]
    [InlineData("c-a", "a", false, "b", "a", null, null)]
    [InlineData("c-a", "a", true, "", "a", null, null)]
    [InlineData("c-a", "a", false, "", null, null, null)]
    [InlineData("c-a", "a", true, "b", null, null, null)]
    [InlineData("m-a", "a", false, "", "a", null, null)]
    [InlineData("c-a", "b", false, "a", "b", PodImageDriftKind.NodeHasOther, null)]
    [InlineData("c-a", "b", false, "", null, PodImageDriftKind.NodeHasOther, null)]
    [InlineData("m-a", "b", false, "", "b", PodImageDriftKind.NodeHasOther, null)]
    [InlineData("c-a", "a", false, "", "b", PodImageDriftKind.EngineHasOther, null)]
    [InlineData("c-a", "a", false, "x", "b", PodImageDriftKind.EngineHasOther, null)]
    [InlineData("c-a", "a", false, "b", "b", PodImageDriftKind.RegistryAnswered, PodImageDriftKind.RegistryAnswered)]
    [InlineData("c-a", "a", true, "", "b", PodImageDriftKind.RegistryAnswered, PodImageDriftKind.RegistryAnswered)]
    [InlineData("c-a", null, false, "a", "a", PodImageDriftKind.NodeHasNone, null)]
    [InlineData("c-a", null, false, "", null, PodImageDriftKind.NodeHasNone, null)]
    public void What_runs_what_the_node_has_and_what_the_engine_has_decide(
        string runs, string? node, bool pulled, string nameless, string? engine, PodImageDriftKind? whileRunning, PodImageDriftKind? ended)
    {
        foreach (var local in Engines(engine))
        {
            var evidence = new DriftEvidence(runs, node is null ? null : Image(node), pulled, [.. nameless.Select(letter => Image(letter.ToString()))], local);

            Assert.Equal(whileRunning, DriftClassifier.Classify(evidence, isRunning: true));
            Assert.Equal(ended, DriftClassifier.Classify(evidence, isRunning: false));
        }
    }

    [Theory]
    [InlineData("sha256:abc", "sha256:abc")]
    [InlineData("docker.io/library/import-2024-01-01@sha256:abc", "sha256:abc")]
    [InlineData("localhost:5000/team/app@sha256:abc", "sha256:abc")]
    [InlineData("docker-pullable://app@sha256:abc", "sha256:abc")]
    [InlineData("docker://sha256:abc", "sha256:abc")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_status_names_what_runs_by_a_digest(string? imageId, string? digest) => Assert.Equal(digest, StartedContainers.DigestOf(imageId));

    [Theory]
    [InlineData("Running", true)]
    [InlineData("Terminated", false)]
    [InlineData("CrashLoopBackOff", true)]
    [InlineData("ImagePullBackOff", null)]
    [InlineData("ContainerCreating", null)]
    public void What_is_in_a_crash_loop_counts_as_running(string what, bool? isRunning)
    {
        var time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        var state = what switch
        {
            "Running" => new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = time } },
            "Terminated" => Ended(),
            _ => new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = what } },
        };
        var pod = new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = "shop", Uid = "1" },
            Spec = new V1PodSpec { Containers = [new V1Container { Name = "main", Image = "app:dev", ImagePullPolicy = "IfNotPresent" }] },
            Status = new V1PodStatus { ContainerStatuses = [new V1ContainerStatus { Name = "main", ImageID = "sha256:abc", State = state, LastState = Ended() }] },
        };

        var started = StartedContainers.In(pod).SingleOrDefault();

        Assert.Equal((isRunning, isRunning is null ? null : (DateTimeOffset?)time), (started?.IsRunning, started?.Started));

        V1ContainerState Ended() => new() { Terminated = new V1ContainerStateTerminated { ExitCode = 1, StartedAt = time } };
    }

    private static KindNodeImage Image(string letter) => new()
    {
        Cluster = "kind",
        Node = "kind-worker",
        Image = "docker.io/library/app:dev",
        Digest = "m-" + letter,
        ImageId = "c-" + letter,
        Size = 1,
        Pinned = false,
    };

    /// <summary>As the classic store tells it, by its configuration, and as the containerd store does, by its manifest.</summary>
    private static IEnumerable<EngineImage?> Engines(string? letter) => letter is null
        ? [null]
        : [
            new EngineImage("c-" + letter, 1, [new ImageContent(null, ManifestDigest: null, "c-" + letter)]),
            new EngineImage("m-" + letter, 1, [new ImageContent(null, "m-" + letter, ConfigDigest: null)], HasManifests: true),
        ];
}
