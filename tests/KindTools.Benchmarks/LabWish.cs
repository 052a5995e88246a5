namespace KindTools.Benchmarks;

/// <summary>What kind of lab a scenario runs on, and the command that brings one up.</summary>
internal sealed record LabWish(string Description, string Command, Func<Lab, bool> Fits)
{
    public static readonly LabWish Classic = new(
        "the classic image store", "tests/lab/lab up --name classic --engine classic --nodes 3", lab => lab.Engine == "classic" && !lab.IsRemote);

    public static readonly LabWish Containerd = new(
        "the containerd image store", "tests/lab/lab up --name containerd --engine containerd --nodes 3", lab => lab.Engine == "containerd" && !lab.IsRemote);

    public static readonly LabWish Remote = new(
        "an engine that cannot reach this process", "tests/lab/lab up --name remote --engine containerd --nodes 3 --remote", lab => lab.IsRemote);

    public static readonly LabWish Kubernetes = new("Kubernetes", "tests/lab/lab up --name story --kubernetes", lab => lab.HasKubernetes);

    /// <summary>The largest such lab, rather one without Kubernetes, where less else goes on.</summary>
    public Lab? Find() => Lab.All().Where(Fits).OrderBy(lab => lab.HasKubernetes).ThenByDescending(lab => lab.NodeCount).FirstOrDefault();
}
