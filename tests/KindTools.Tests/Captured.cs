namespace KindTools.Tests;

/// <summary>What real nodes printed, in <c>Data/</c>.</summary>
/// <remarks>
/// <c>seed-worker.*</c>: containerd 1.7 with <c>ctr</c> and <c>crictl</c> over one store.
/// <c>classic-store.*</c> and <c>containerd-store.*</c>: KindTools' own scripts on nodes with containerd 2.1, after an
/// import from Docker's classic store (plain layers) and from its containerd store (compressed ones).
/// <c>kubernetes.usage.txt</c>: a pod of Kubernetes 1.20 that names app:latest, its sandbox, and a container that ctr
/// started from app:dev, which is the same image; without the containers' long specs.
/// </remarks>
internal static class Captured
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", name));

    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", name));
}
