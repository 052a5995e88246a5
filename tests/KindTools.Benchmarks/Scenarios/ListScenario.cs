using KindTools.Benchmarks.Images;
using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks.Scenarios;

/// <summary>The images of all nodes, a hundred on each, against asking one node after the other.</summary>
internal sealed class ListScenario(string name, double target, LabWish lab) : Scenario(name, target, lab)
{
    private const int Images = 100;

    public override Outcome Run(Lab lab, Options options)
    {
        using var images = new BenchImages(lab);
        var archive = SmallImages.Archive(Images);
        var nodes = lab.NodeNames();
        foreach (var node in nodes) lab.Run("docker", archive, "exec", "--interactive", node, "ctr", "--namespace", "k8s.io", "images", "import", "-");
        using var session = new KindToolsSession(lab);
        List();

        var medians = Contest.Medians(options.Runs, new Contestant(() => { }, List), new Contestant(() => { }, AskEach));
        return Against("ctr", lab, options, medians, session);

        void List()
        {
            var listed = session.Run("Get-KindNodeImage").Count;
            if (listed < Images * nodes.Count) throw new InvalidOperationException($"Get-KindNodeImage listed {listed} images, not {Images} on each of {nodes.Count} nodes.");
        }

        void AskEach()
        {
            foreach (var node in nodes) lab.OnNode(node, "ctr", "--namespace", "k8s.io", "images", "ls");
        }
    }
}
