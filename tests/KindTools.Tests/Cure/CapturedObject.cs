using System.Text.Json.Nodes;

namespace KindTools.Tests.Cure;

/// <summary>
/// Objects as Kubernetes 1.20.2 had them while their pods waited (<c>Data/cure</c>, <c>kubectl get --output json</c>): a pod,
/// a Job, a Job of a CronJob, a CronJob, a Deployment whose init container has the same image, a StatefulSet.
/// </summary>
internal static class CapturedObject
{
    public static JsonObject Read(string name) => JsonNode.Parse(Captured.Text($"cure/{name}.json"))!.AsObject();
}
