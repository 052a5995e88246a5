using System.Diagnostics;

namespace KindTools.LabTests;

/// <summary>
/// The labs that tests ask for. Where such a lab is not up they are skipped with the reason, and fail instead where
/// KINDTOOLS_LAB is <c>required</c>.
/// </summary>
internal sealed partial class Lab
{
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
        if (All().Where(condition).MinBy(lab => lab.HasKubernetes) is { } lab) return lab;

        var reason = $"No such lab is up; as root, '{command}' brings one up.";
        if (Wishes().Contains(Required)) Assert.Fail(reason);
        Assert.Skip(reason);
        throw new UnreachableException();
    }
}
