using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks.Scenarios;

/// <summary>One comparison. The ratio of ours to theirs must not exceed the target.</summary>
internal abstract class Scenario(string name, double target, params IReadOnlyList<LabWish> labs)
{
    protected const string OursName = Images.BenchImages.Prefix + "/ours:1";
    protected const string TheirsName = Images.BenchImages.Prefix + "/theirs:1";

    public string Name => name;

    /// <summary>It runs once on each; none where it needs no lab.</summary>
    public IReadOnlyList<LabWish> Labs => labs;

    public abstract Outcome Run(Lab lab, Options options);

    protected static void KindLoad(Lab lab, string image) => lab.Run("kind", "load", "docker-image", image, "--name", lab.Cluster);

    protected Outcome Against(string rival, Lab lab, Options options, IReadOnlyList<double> medians, KindToolsSession session) => new()
    {
        Scenario = labs.Count == 1 ? name : $"{name} ({lab.Engine})",
        Rival = rival,
        Ours = [medians[0]],
        Theirs = medians[1],
        Ratio = medians[0] / medians[1],
        Target = target,
        Runs = options.Runs,
        Nodes = lab.NodeCount,
        PeakMegabytes = session.Memory.Megabytes,
    };

    protected Outcome Local(string rival, Options options, IReadOnlyList<double> medians, PeakMemory memory) => new()
    {
        Scenario = name,
        Rival = rival,
        Ours = [medians[0]],
        Theirs = medians[1],
        Ratio = medians[0] / medians[1],
        Target = target,
        Runs = options.Runs,
        Nodes = 0,
        PeakMegabytes = memory.Megabytes,
    };

    protected Outcome AgainstItself(Lab lab, Options options, IReadOnlyList<double> medians, KindToolsSession session) => new()
    {
        Scenario = name,
        Ours = medians,
        Ratio = medians.Max() / medians.Min(),
        Target = target,
        Runs = options.Runs,
        Nodes = lab.NodeCount,
        PeakMegabytes = session.Memory.Megabytes,
    };
}
