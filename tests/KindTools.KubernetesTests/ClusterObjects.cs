using System.Diagnostics;
using System.Text;

namespace KindTools.KubernetesTests;

/// <summary>Objects of a test in the lab's Kubernetes, in a namespace of their own that goes away with it.</summary>
internal sealed class ClusterObjects : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    private readonly Lab _lab;

    public ClusterObjects(Lab lab, string space)
    {
        (_lab, Namespace) = (lab, space);
        lab.Run("kubectl", "delete", "namespace", space, "--ignore-not-found", "--wait");
        lab.Run("kubectl", "create", "namespace", space);
        Until(() => lab.Run("kubectl", "get", "serviceaccounts", "--namespace", space, "--output", "name").Contains("/default", StringComparison.Ordinal), "There is no service account.");
    }

    public string Namespace { get; }

    // What begins with a brace kubectl takes for JSON.
    public void Apply(string manifest) => _lab.Run("kubectl", Encoding.UTF8.GetBytes("---\n" + manifest), "apply", "--namespace", Namespace, "--filename", "-");

    public string Kubectl(params string[] arguments) => _lab.Run("kubectl", [.. arguments, "--namespace", Namespace]);

    /// <summary>A field of one object, by kubectl's path.</summary>
    public string Field(string name, string path) => Kubectl("get", name, "--output", $"jsonpath={{{path}}}");

    public static void Until(Func<bool> condition, string complaint)
    {
        var waiting = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waiting.Elapsed < Patience, complaint);
            Thread.Sleep(200);
        }
    }

    public void Dispose() => _lab.Run("kubectl", "delete", "namespace", Namespace, "--ignore-not-found", "--wait=false");
}
