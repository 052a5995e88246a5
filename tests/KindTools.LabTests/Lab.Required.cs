using System.Diagnostics;

namespace KindTools.LabTests;

/// <summary>
/// The labs that tests ask for. Where such a lab is not up they are skipped with the reason, and fail instead where
/// KINDTOOLS_LAB is <c>required</c>.
/// </summary>
internal sealed partial class Lab
{
    private static readonly Dictionary<string, (Lab Lab, FileStream Lock)> s_taken = [];

    /// <summary>Those that this process has used.</summary>
    public static IEnumerable<Lab> Taken => s_taken.Values.Select(taken => taken.Lab);

    /// <summary>The lab with an engine, rather one without Kubernetes.</summary>
    public static Lab WithEngine(string engine) =>
        Require(lab => lab.Engine == engine && !lab.IsRemote, $"tests/lab/lab up --name {engine} --engine {engine}");

    /// <summary>A lab whose engine cannot reach this process.</summary>
    public static Lab Remote(string engine = "containerd") =>
        Require(lab => lab.Engine == engine && lab.IsRemote, $"tests/lab/lab up --name remote-{engine} --engine {engine} --remote");

    /// <summary>A lab in which pods run.</summary>
    public static Lab WithKubernetes() => Require(lab => lab.HasKubernetes, "tests/lab/lab up --name story --kubernetes");

    private static Lab Require(Func<Lab, bool> condition, string command)
    {
        if (All().Where(condition).MinBy(lab => lab.HasKubernetes) is { } lab) return Take(lab);

        var reason = $"No such lab is up; as root, '{command}' brings one up.";
        if (Wishes().Contains(Required)) Assert.Fail(reason);
        Assert.Skip(reason);
        throw new UnreachableException();
    }

    /// <summary>A lab belongs to one process of tests until that ends: others wait, or have a lab of their own.</summary>
    private static Lab Take(Lab lab)
    {
        if (s_taken.TryGetValue(lab.Name, out var taken)) return taken.Lab;

        var file = Path.Combine(Path.GetTempPath(), $"kindtools-lab-{lab.Name}.lock");
        while (true)
        {
            try
            {
                s_taken[lab.Name] = (lab, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
                return lab;
            }
            catch (IOException)
            {
                Thread.Sleep(200);
            }
        }
    }
}
