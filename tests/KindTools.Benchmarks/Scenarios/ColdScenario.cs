using KindTools.Benchmarks.Images;
using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks.Scenarios;

/// <summary>The nodes have nothing of the image: no blob, no snapshot.</summary>
internal sealed class ColdScenario(string name, double target, params IReadOnlyList<LabWish> labs) : Scenario(name, target, labs)
{
    public override Outcome Run(Lab lab, Options options)
    {
        using var images = new BenchImages(lab);
        images.BuildBase(options.Megabytes);
        images.Rebuild(OursName, options.Megabytes);
        images.Rebuild(TheirsName, options.Megabytes);
        using var session = new KindToolsSession(lab);
        session.Import(OursName); // A session that is open has imported before.

        var medians = Contest.Medians(
            options.Runs,
            new Contestant(images.RemoveFromNodes, () => session.Import(OursName)),
            new Contestant(images.RemoveFromNodes, () => KindLoad(lab, TheirsName)));
        return Against("kind", lab, options, medians, session);
    }
}
