using KindTools.Benchmarks.Images;
using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks.Scenarios;

/// <summary>As reload, from an archive that <c>docker save</c> wrote: an OCI layout since Docker 25.</summary>
internal sealed class ArchiveReloadScenario(string name, double target, LabWish lab) : Scenario(name, target, lab)
{
    public override Outcome Run(Lab lab, Options options)
    {
        using var images = new BenchImages(lab);
        images.BuildBase(options.Megabytes);
        using var folder = new TemporaryFolder();
        var (oursFile, theirsFile) = (folder["ours.tar"], folder["theirs.tar"]);
        using var session = new KindToolsSession(lab);
        Contestant ours = new(() => Save(OursName, oursFile), () => session.ImportArchive(oursFile));
        Contestant theirs = new(() => Save(TheirsName, theirsFile), () => lab.Run("kind", "load", "image-archive", theirsFile, "--name", lab.Cluster));
        foreach (var side in new[] { ours, theirs })
        {
            side.Prepare();
            side.Run();
        }

        return Against("kind", lab, options, Contest.Medians(options.Runs, ours, theirs), session);

        void Save(string image, string file)
        {
            images.Rebuild(image, options.Megabytes);
            lab.Docker("save", "--output", file, image);
        }
    }
}
