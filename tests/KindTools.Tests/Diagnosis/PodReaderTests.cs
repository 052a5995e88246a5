using k8s.Models;
using KindTools.Core.Diagnosis;

namespace KindTools.Tests.Diagnosis;

public class PodReaderTests
{
    [Fact]
    public void A_pod_that_runs_or_has_run_does_not_fail() => Assert.Empty(PodReader.Find(CapturedPod.Read("recovered").Pod));

    [Fact]
    public void A_pod_that_is_being_deleted_does_not_fail()
    {
        var pod = CapturedPod.Read("always").Pod;
        pod.Metadata.DeletionTimestamp = DateTime.UtcNow;

        Assert.Empty(PodReader.Find(pod));
    }

    [Fact]
    public void An_init_container_fails_and_what_waits_for_it_does_not()
    {
        var failing = CapturedPod.Read("init").Failing;

        Assert.Equal(("setup", ContainerType.InitContainer, "kindtools-test/here:latest", PullPolicy.Always), (failing.Container, failing.Type, failing.Image, failing.Policy));
    }

    [Theory]
    [InlineData("Failed to pull image \"app:model\": rpc error: code = NotFound desc = failed to pull and unpack image \"docker.io/library/app:model\": not found")]
    [InlineData("Back-off pulling image \"app:model\"")]
    [InlineData("failed to pull and unpack image \"docker.io/library/app:model\": failed to resolve image: docker.io/library/app:model: not found")]
    public void An_image_volume_fails_in_the_state_of_the_container_that_mounts_it(string message)
    {
        // kubernetes pkg/kubelet/kuberuntime, toKubeContainerImageVolumes: 1.20 has no image volumes to capture.
        var pod = CapturedPod.Read("always").Pod;
        pod.Spec.Volumes = [new V1Volume { Name = "model", Image = new V1ImageVolumeSource { Reference = "app:model", PullPolicy = "IfNotPresent" } }];
        pod.Status.ContainerStatuses[0].State.Waiting.Message = message;

        var failing = Assert.Single(PodReader.Find(pod));

        Assert.Equal(("model", ContainerType.ImageVolume, "app:model", PullPolicy.IfNotPresent), (failing.Container, failing.Type, failing.Image, failing.Policy));
    }

    [Fact]
    public void An_ephemeral_container_fails_like_any_other()
    {
        // 1.20 has them behind a gate; the status is that of an ordinary container.
        var pod = CapturedPod.Read("always").Pod;
        pod.Spec.EphemeralContainers = [new V1EphemeralContainer { Name = "debugger", Image = "tools:v1", ImagePullPolicy = "IfNotPresent" }];
        var status = pod.Status.ContainerStatuses[0];
        pod.Status.ContainerStatuses = [];
        status.Name = "debugger";
        pod.Status.EphemeralContainerStatuses = [status];

        Assert.Equal(("debugger", ContainerType.EphemeralContainer, "tools:v1"), Assert.Single(PodReader.Find(pod)) is var failing ? (failing.Container, failing.Type, failing.Image) : default);
    }

    [Theory]
    [InlineData("CreateContainerError", "failed to generate container spec: no command specified")]
    [InlineData("CreateContainerConfigError", "secret \"keys\" not found")]
    [InlineData("ContainerCreating", null)]
    [InlineData("PodInitializing", null)]
    public void What_waits_for_something_else_does_not_fail_for_its_image(string reason, string? message)
    {
        var pod = CapturedPod.Read("always").Pod;
        pod.Status.ContainerStatuses[0].State.Waiting = new V1ContainerStateWaiting { Reason = reason, Message = message };

        Assert.Empty(PodReader.Find(pod));
    }

    [Theory]
    [InlineData("labels", "app.kubernetes.io/managed-by", "Helm", "Helm")]
    [InlineData("annotations", "meta.helm.sh/release-name", "shop", "Helm")]
    [InlineData("annotations", "argocd.argoproj.io/tracking-id", "shop:apps/Deployment:shop/web", "Argo CD")]
    [InlineData("labels", "argocd.argoproj.io/instance", "shop", "Argo CD")]
    [InlineData("labels", "kustomize.toolkit.fluxcd.io/name", "shop", "Flux")]
    [InlineData("labels", "app.kubernetes.io/managed-by", "tilt", "tilt")]
    [InlineData("labels", "app", "shop", null)]
    public void What_manages_an_object_is_told_by_its_labels_and_annotations(string where, string key, string value, string? manager)
    {
        var values = new Dictionary<string, string> { [key] = value };

        Assert.Equal(manager, Manager.Of(where == "labels" ? new V1ObjectMeta { Labels = values } : new V1ObjectMeta { Annotations = values })?.Name);
    }

    [Fact]
    public void Events_of_the_newer_API_keep_count_and_times_elsewhere()
    {
        var first = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        var described = EventReader.Describe(new Corev1Event
        {
            InvolvedObject = new V1ObjectReference { Uid = "1" },
            EventTime = first,
            Series = new Corev1EventSeries { Count = 7, LastObservedTime = first.AddMinutes(1) },
        });

        Assert.Equal((7, first, first.AddMinutes(1)), (described.Count, described.First!.Value.UtcDateTime, described.Last!.Value.UtcDateTime));
    }
}
