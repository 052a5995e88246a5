using System.Text.Json;
using k8s.Models;
using KindTools.Core.Clusters;
using KindTools.Core.Diagnosis;
using KindTools.Tests.Diagnosis;

namespace KindTools.Tests.Fuzz;

public class PodFuzzTests
{
    private static readonly string[] Words =
    [
        "null", "{}", "[]", "[null]", "\"\"", "0", "true", ",", ":", "{", "}", "\"name\":null", "\"image\":null", "\"metadata\":null", "\"state\":null", "\"message\":null", "\"\\ud800\"",
        "Back-off pulling image \"app\"", "rpc error: code = NotFound desc = ", "Failed to pull image \"", "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "CreateContainerError", "CrashLoopBackOff",
        "exec format error", "lookup ", "toomanyrequests", "x509: ", "2026-01-01T00:00:00Z", "not a time", "kubectl.kubernetes.io/last-applied-configuration",
    ];

    private static readonly FuzzCorpus Pods = new([.. FuzzCorpus.Files("pods"), .. FuzzCorpus.Files("fuzz/pod")], Words);

    private static readonly FuzzCorpus Messages = new(FuzzCorpus.Lines("fuzz/message/messages.txt"), Words);

    [Fact]
    public void Any_pod_is_told_or_an_answer_that_cannot_be_read() => Pods.Try(Pods.Wounded, input => FuzzCorpus.Counted(input, () =>
    {
        if (Read(input.Content) is not { } captured) return 0;

        var started = StartedContainers.In(captured.Pod).ToList();
        Assert.All(started, container => Assert.NotEmpty(container.ImageDigest));

        var failures = new List<PodPullFailure>();
        foreach (var failing in PodReader.Find(captured.Pod))
        {
            var around = Around.Of(failing, failing.Container.Length % 2 == 0 ? "" : "engine");
            if (PullFailureClassifier.Classify(failing, captured.Events, OwnerChain.None, around, new ClusterIdentity("kind", "kind-kind")) is { } failure) failures.Add(failure);
        }

        Assert.All(FailureRollUp.Roll(failures), AssertWellFormed);
        return failures.Count;
    }));

    [Fact]
    public void Any_message_is_of_a_kind_and_has_a_core() => Messages.Try(Messages.Wounded, input =>
    {
        var message = input.Text;
        var (kind, core) = FuzzCorpus.Counted(input, () => (PullMessage.Parse(message), PullMessage.Core(message)));

        Assert.True(Enum.IsDefined(kind));
        Assert.EndsWith(core, message, StringComparison.Ordinal);
    });

    private static void AssertWellFormed(PodPullFailure failure)
    {
        Assert.All(new[] { failure.Namespace, failure.Pod, failure.Container, failure.Image, failure.WaitingReason, failure.Summary, failure.Reason, failure.Remedy }, Assert.NotNull);
        Assert.NotEmpty(failure.Summary);
        Assert.NotEmpty(failure.Evidence);
        Assert.True(Enum.IsDefined(failure.Cause));
    }

    /// <summary>As the API's answers are read; null where the answer is none.</summary>
    private static CapturedPod? Read(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("pod", out var pod) || !document.RootElement.TryGetProperty("events", out var events)) return null;

            return new CapturedPod(pod.Deserialize<V1Pod>(ApiJson.Options)!, [.. (events.Deserialize<List<Corev1Event?>>(ApiJson.Options) ?? []).OfType<Corev1Event>().Select(EventReader.Describe)]);
        }
        catch (Exception exception) when (ApiJson.IsUnreadable(exception))
        {
            return null;
        }
    }
}
