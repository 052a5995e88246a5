using System.Security.Cryptography;
using static KindTools.LabTests.Importing;

namespace KindTools.LabTests;

/// <summary>Watch-KindImage with real engines.</summary>
public class WatchTests
{
    private const string Image = "kindtools-test/watched:dev";

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void What_is_built_tagged_or_loaded_comes_to_every_node(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        lab.RemoveTestImages();
        using var watch = new RunningWatch(module, "kindtools-test/watched*");

        foreach (var content in (byte[][])[[1], [2]])
        {
            lab.Build(Image, ("content", content));
            Assert.All(watch.Next<ImageImportResult>(lab.NodeCount), result =>
            {
                Assert.Equal(("docker.io/" + Image, ImageImportStatus.Imported), (result.Image, result.Status));
                Assert.Equal(Sha256(content), FileOnNode(lab, result.Node, "docker.io/" + Image, "content"));
            });
        }

        lab.Docker("tag", Image, "kindtools-test/watched:too");
        Assert.All(watch.Next<ImageImportResult>(lab.NodeCount), result => Assert.Equal(("docker.io/kindtools-test/watched:too", ImageImportStatus.Tagged), (result.Image, result.Status)));

        using var folder = new TemporaryFolder();
        lab.Build("kindtools-test/elsewhere:1", ("content", [3]));
        lab.Docker("tag", "kindtools-test/elsewhere:1", "kindtools-test/unwatched:1");
        watch.Until(() => watch.Verbose.Any(message => message.Contains("unwatched:1", StringComparison.Ordinal)), "The engine tells of nothing.");
        Assert.Empty(watch.Rest());

        lab.Build("kindtools-test/watched:loaded", ("content", [4]));
        watch.Next<ImageImportResult>(lab.NodeCount);
        lab.Docker("save", "--output", folder["image.tar"], "kindtools-test/watched:loaded");
        lab.Build("kindtools-test/watched:loaded", ("content", [5]));
        watch.Next<ImageImportResult>(lab.NodeCount);
        lab.Docker("load", "--input", folder["image.tar"]);
        Assert.All(watch.Next<ImageImportResult>(lab.NodeCount), result => Assert.Equal(Sha256([4]), FileOnNode(lab, result.Node, result.Image, "content")));

        watch.Stop();
        Assert.Empty(module.Errors);
        Assert.Empty(module.Warnings);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public void A_build_with_many_names_is_one_transfer(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        lab.RemoveTestImages();
        using var watch = new RunningWatch(module, "kindtools-test/named*");
        using var context = new TemporaryFolder();
        File.WriteAllText(context["Dockerfile"], $"FROM {Lab.BaseImage}\nCOPY Dockerfile /new\n");

        lab.Docker("build", "--quiet", "--tag", "kindtools-test/named:1", "--tag", "kindtools-test/named:2", "--tag", "kindtools-test/named-too:1", context.Path);
        var results = watch.Next<ImageImportResult>(3 * lab.NodeCount);

        watch.Stop();
        Assert.All(results, result => Assert.Equal(ImageImportStatus.Imported, result.Status));
        Assert.Single(watch.Verbose, message => message.StartsWith("Having ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_built_before_is_brought_at_the_start_where_nodes_have_an_older_build()
    {
        var lab = Lab.WithEngine("classic");
        using var module = lab.OpenModule();
        lab.RemoveTestImages();
        lab.Build(Image, ("content", [1]));
        Import(module, $"Import-KindImage {Image}");
        lab.Build(Image, ("content", [2]));
        lab.Build("kindtools-test/watched:never-there", ("content", [3]));

        using var watch = new RunningWatch(module, "kindtools-test/*");
        var results = watch.Next<ImageImportResult>(lab.NodeCount);
        watch.Stop();

        Assert.All(results, result => Assert.Equal(Sha256([2]), FileOnNode(lab, result.Node, "docker.io/" + Image, "content")));
        Assert.Empty(watch.Rest());
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public void An_engine_that_is_killed_and_started_again_is_followed_again(string engine)
    {
        var lab = Lab.WithEngine(engine);
        Assert.SkipUnless(lab is { IsDisposable: true, HasKubernetes: false }, "Engines are killed only in labs without Kubernetes.");
        using var module = lab.OpenModule();
        lab.RemoveTestImages();
        using var watch = new RunningWatch(module, Image);
        lab.Build(Image, ("content", [1]));
        watch.Next<ImageImportResult>(lab.NodeCount);

        lab.Restart();
        lab.Build(Image, ("content", [2]));
        var results = watch.Next<ImageImportResult>(lab.NodeCount);

        watch.Stop();
        Assert.All(results, result => Assert.Equal((ImageImportStatus.Imported, Sha256([2])), (result.Status, FileOnNode(lab, result.Node, result.Image, "content"))));
        Assert.Contains(module.Warnings, warning => warning.Message.Contains("is gone", StringComparison.Ordinal));
        Assert.Empty(module.Errors);
    }

    [Fact]
    public void What_was_built_while_the_engine_was_out_of_reach_is_brought_when_it_is_back()
    {
        var lab = Lab.WithEngine("classic");
        using var module = lab.OpenModule();
        lab.RemoveTestImages();
        lab.Build(Image, ("content", [1]));
        using var folder = new TemporaryFolder();
        using var way = new BreakableSocket(lab.DockerHost, folder["docker.sock"]);
        Environment.SetEnvironmentVariable("DOCKER_HOST", way.Address);
        using var watch = new RunningWatch(module, Image);
        watch.Next<ImageImportResult>(lab.NodeCount);

        way.Break();
        watch.Until(() => module.Warnings.Count > 0, "It does not notice that the engine is gone.");
        lab.Build(Image, ("content", [2]));
        File.Delete(folder["docker.sock"]);
        using var again = new BreakableSocket(lab.DockerHost, folder["docker.sock"]);
        var results = watch.Next<ImageImportResult>(lab.NodeCount);

        watch.Stop();
        Assert.All(results, result => Assert.Equal(Sha256([2]), FileOnNode(lab, result.Node, result.Image, "content")));
        Assert.Empty(module.Errors);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public void CtrlC_in_the_middle_of_an_import_ends_it_at_once_and_leaves_nothing_behind(string engine)
    {
        var lab = ImportFaultTests.Clean(engine);
        using var module = lab.OpenModule();
        lab.RemoveTestImages();
        using var watch = new RunningWatch(module, Image);
        lab.Build(Image, ("content", RandomNumberGenerator.GetBytes(150_000_000)));
        watch.Until(() => module.Streams.Progress.ToArray().Any(record => record.ParentActivityId >= 0), "Nothing is sent.");

        var elapsed = watch.Stop();

        Assert.InRange(elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5)); // A second, on a machine that does nothing else.
        Assert.Empty(watch.Rest());
        Assert.All(lab.NodeNames(), node => Assert.DoesNotContain("watched", lab.OnNode(node, "ctr", "--namespace", "k8s.io", "images", "ls", "--quiet")));
        ImportFaultTests.NothingIsLeftOfWhatStopped(lab, module, elapsed);
    }

    [Fact]
    public void Nothing_is_said_while_nothing_happens()
    {
        var lab = Lab.WithEngine("classic");
        using var module = lab.OpenModule();
        lab.RemoveTestImages();
        using var watch = new RunningWatch(module, "kindtools-test/*");
        var said = watch.Verbose.Count;

        Thread.Sleep(TimeSpan.FromSeconds(3));

        Assert.Equal(said, watch.Verbose.Count);
        Assert.InRange(watch.Stop(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Empty(module.Streams.Progress);
    }
}
