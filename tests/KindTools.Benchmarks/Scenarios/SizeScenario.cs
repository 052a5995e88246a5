using KindTools.Benchmarks.Images;
using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks.Scenarios;

/// <summary>Ours alone: a reload of a small, a usual and a large image. What is sent is the same, so should be the time.</summary>
internal sealed class SizeScenario(string name, double target, LabWish lab) : Scenario(name, target, lab)
{
    public override Outcome Run(Lab lab, Options options)
    {
        int[] sizes = [Math.Max(2, options.Megabytes / 6), options.Megabytes, options.Megabytes * 4];
        using var images = new BenchImages(lab);
        foreach (var size in sizes) images.BuildBase(size);
        using var session = new KindToolsSession(lab);
        var contestants = sizes.Select(size => new Contestant(() => images.Rebuild(Image(size), size), () => session.Import(Image(size)))).ToList();
        foreach (var contestant in contestants)
        {
            contestant.Prepare();
            contestant.Run();
        }

        return AgainstItself(lab, options, Contest.Medians(options.Runs, contestants), session);
    }

    private static string Image(int size) => $"{BenchImages.Prefix}/size:{size}";
}
