using KindTools.Benchmarks.Images;
using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks.Scenarios;

/// <summary>The nodes have exactly this image.</summary>
internal sealed class AgainScenario(string name, double target, LabWish lab) : Scenario(name, target, lab)
{
    public override Outcome Run(Lab lab, Options options)
    {
        using var images = new BenchImages(lab);
        images.BuildBase(options.Megabytes);
        using var session = new KindToolsSession(lab);
        images.Rebuild(OursName, options.Megabytes);
        session.Import(OursName);
        images.Rebuild(TheirsName, options.Megabytes);
        KindLoad(lab, TheirsName);

        var medians = Contest.Medians(
            options.Runs,
            new Contestant(() => { }, () => session.ImportAgain(OursName)),
            new Contestant(() => { }, () => KindLoad(lab, TheirsName)));
        return Against("kind", lab, options, medians, session);
    }
}
