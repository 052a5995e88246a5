using KindTools.Benchmarks.Images;
using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks.Scenarios;

/// <summary>
/// The nodes have the image as it was before its last layer changed. Each side has a name of its own, so that neither
/// takes away from the nodes what the other brought.
/// With <c>bySave</c> the session believes that the engine cannot push, so that it reads what the engine saves.
/// </summary>
internal sealed class ReloadScenario(string name, double target, LabWish lab, bool bySave = false) : Scenario(name, target, lab)
{
    public override Outcome Run(Lab lab, Options options)
    {
        using var images = new BenchImages(lab);
        images.BuildBase(options.Megabytes);
        using var session = new KindToolsSession(lab);
        if (bySave) session.BelieveThatTheEngineCannotPush();
        Contestant ours = new(() => images.Rebuild(OursName, options.Megabytes), () => session.Import(OursName));
        Contestant theirs = new(() => images.Rebuild(TheirsName, options.Megabytes), () => KindLoad(lab, TheirsName));
        foreach (var side in new[] { ours, theirs })
        {
            side.Prepare();
            side.Run();
        }

        return Against("kind", lab, options, Contest.Medians(options.Runs, ours, theirs), session);
    }
}
