using System.Text.Json;
using k8s;
using k8s.Models;
using KindTools.Core.Diagnosis;

namespace KindTools.Tests.Diagnosis;

/// <summary>
/// A pod and its events as Kubernetes 1.20.2 with containerd 1.7 gave them (<c>Data/pods</c>), without the fields that no
/// rule looks at. Of registries, <c>hub-*</c> stood for Docker Hub, and a small server on 127.0.0.1:5005 for others.
/// </summary>
internal sealed record CapturedPod(V1Pod Pod, IReadOnlyList<PullEvent> Events)
{
    public static CapturedPod Read(string name)
    {
        using var document = JsonDocument.Parse(Captured.Text($"pods/{name}.json"));
        return new CapturedPod(
            KubernetesJson.Deserialize<V1Pod>(document.RootElement.GetProperty("pod").GetRawText()),
            [.. KubernetesJson.Deserialize<List<Corev1Event>>(document.RootElement.GetProperty("events").GetRawText()).Select(EventReader.Describe)]);
    }

    /// <summary>The one container that fails.</summary>
    public FailingContainer Failing => Assert.Single(PodReader.Find(Pod));
}
