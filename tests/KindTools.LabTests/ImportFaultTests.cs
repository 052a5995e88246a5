using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using KindTools.ModuleTests.Console;
using static KindTools.LabTests.Importing;

namespace KindTools.LabTests;

/// <summary>What can go wrong, on real engines and nodes: said clearly, and nothing half-made left anywhere.</summary>
public class ImportFaultTests
{
    private const int Large = 150_000_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_name_that_does_not_exist_is_reported_with_what_is_near_it_and_the_others_are_imported()
    {
        var lab = Lab.WithEngine("classic");
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/mistyped:1", ("content", [7]));

        var results = Import(module, "Import-KindImage kindtools-test/mistypt:1, kindtools-test/mistyped:1");

        Assert.Equal(lab.NodeCount, results.Count);
        var error = Assert.Single(module.Errors);
        Assert.StartsWith("ImageNotFound,", error.FullyQualifiedErrorId);
        Assert.Contains("kindtools-test/mistyped:1", error.Exception.Message);
    }

    [Fact]
    public void A_cluster_that_does_not_exist_is_reported_with_those_that_do()
    {
        var lab = Lab.WithEngine("classic");
        using var module = lab.OpenModule();

        Assert.Empty(Import(module, "Import-KindImage kindtools-lab/base:1 -Cluster none"));

        var error = Assert.Single(module.Errors);
        Assert.StartsWith("ClusterNotFound,", error.FullyQualifiedErrorId);
        Assert.Contains(lab.Cluster, error.Exception.Message);
    }

    [Fact]
    public void A_stopped_node_is_a_failed_result_and_an_error_and_the_others_get_the_image()
    {
        var lab = Disposable("containerd");
        using var module = lab.OpenModule();
        var stopped = LastNode(lab);
        lab.Build("kindtools-test/stopped-node:1", ("content", RandomNumberGenerator.GetBytes(1000)));

        lab.Docker("kill", stopped);
        try
        {
            var results = Import(module, "Import-KindImage kindtools-test/stopped-node:1");

            Assert.Equal(lab.NodeCount, results.Count);
            Assert.All(results, result => Assert.Equal(result.Node == stopped ? ImageImportStatus.Failed : ImageImportStatus.Imported, result.Status));
            Assert.Equal(stopped, Assert.Single(module.Errors).TargetObject);
        }
        finally
        {
            Restart(lab, stopped);
        }
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public async Task A_node_that_is_killed_in_mid_import_fails_alone(string engine)
    {
        var lab = Disposable(engine);
        using var module = lab.OpenModule();
        var killed = LastNode(lab);
        lab.Build("kindtools-test/killed-node:1", ("content", RandomNumberGenerator.GetBytes(Large)));

        var importing = Task.Run(() => Import(module, "Import-KindImage kindtools-test/killed-node:1"), Token);
        await SomethingIsSentAsync(module, importing);
        lab.Docker("kill", killed);
        try
        {
            var results = await importing.WaitAsync(Token);

            Assert.Equal(lab.NodeCount, results.Count);
            Assert.All(results, result => Assert.Equal(result.Node == killed ? ImageImportStatus.Failed : ImageImportStatus.Imported, result.Status));
            Assert.Contains(killed, Assert.Single(module.Errors).Exception.Message);
            Assert.Equal(module.Errors[0].Exception.Message, results.Single(result => result.Node == killed).Error);
        }
        finally
        {
            Restart(lab, killed);
        }

        Assert.Contains(Import(module, "Import-KindImage kindtools-test/killed-node:1"), result => (result.Node, result.Status) == (killed, ImageImportStatus.Imported));
        NothingIsLeft(lab);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public async Task A_connection_to_the_engine_that_breaks_in_mid_import_is_said(string engine)
    {
        var lab = Disposable(engine);
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        using var relay = new BreakableSocket(lab.DockerHost, folder["engine.sock"]);
        lab.Build("kindtools-test/broken:1", ("content", RandomNumberGenerator.GetBytes(Large)));
        Environment.SetEnvironmentVariable("DOCKER_HOST", relay.Address);

        var importing = Task.Run(() => Record.Exception(() => Import(module, "Import-KindImage kindtools-test/broken:1")), Token);
        await SomethingIsSentAsync(module, importing);
        relay.Break();
        Assert.Null(await importing.WaitAsync(TimeSpan.FromMinutes(1), Token));

        Assert.NotEmpty(module.Errors);
        Assert.All(module.Errors, error => Assert.Matches("^(EngineConnectionLost|SourceNotReadable|ImageImportFailed|NodeCommandFailed),", error.FullyQualifiedErrorId));
        Environment.SetEnvironmentVariable("DOCKER_HOST", lab.DockerHost);
        Assert.All(Import(module, "Import-KindImage kindtools-test/broken:1"), result => Assert.Equal(ImageImportStatus.Imported, result.Status));

        // A command that was on its way to a node when the connection broke may have come late.
        lab.Build("kindtools-test/after-broken:1", ("content", RandomNumberGenerator.GetBytes(10)));
        Import(module, "Import-KindImage kindtools-test/after-broken:1");
        NothingIsLeft(lab);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public void A_node_whose_disk_is_full_says_so_and_the_others_get_the_image(string engine)
    {
        var lab = Disposable(engine);
        using var module = lab.OpenModule();
        var full = LastNode(lab);
        const string Ingest = "/var/lib/containerd/io.containerd.content.v1.content/ingest";
        lab.Build("kindtools-test/full:1", ("content", RandomNumberGenerator.GetBytes(10_000_000)));

        lab.OnNode(full, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", Ingest);
        try
        {
            var results = Import(module, "Import-KindImage kindtools-test/full:1");

            Assert.All(results, result => Assert.Equal(result.Node == full ? ImageImportStatus.Failed : ImageImportStatus.Imported, result.Status));
            Assert.Contains("no space left on device", Assert.Single(module.Errors).Exception.Message);
        }
        finally
        {
            lab.OnNode(full, "umount", Ingest);
        }

        Assert.Contains(Import(module, "Import-KindImage kindtools-test/full:1"), result => (result.Node, result.Status) == (full, ImageImportStatus.Imported));
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public void Garbage_collection_between_plan_and_import_costs_a_second_try_and_nothing_else(string engine)
    {
        var lab = Clean(engine);
        using var module = lab.OpenModule();
        var large = RandomNumberGenerator.GetBytes(200_000);
        lab.Build("kindtools-test/collected:1", ("large", large), ("small", [1]));
        lab.Build("kindtools-test/present:1", ("content", [1]));
        Import(module, "Import-KindImage kindtools-test/collected:1, kindtools-test/present:1");
        lab.Build("kindtools-test/collected:1", ("large", large), ("small", [2]));
        module.Run("function Remove-Old { foreach ($node in $args) { docker exec $node sh -c 'ctr -n k8s.io images ls -q | grep -e collected -e ^sha256: | xargs ctr -n k8s.io images rm --sync' | Out-Null } }");
        module.Run($"$env:PATH = '{Path.GetDirectoryName(lab.ToolPath("docker"))}:' + $env:PATH");

        // What is there already is told between the plan and the transfer.
        var results = Import(module, $"Import-KindImage kindtools-test/collected:1, kindtools-test/present:1 -Verbose | ForEach-Object {{ if ($_.Status -eq 'AlreadyPresent') {{ Remove-Old {string.Join(' ', lab.NodeNames())} }}; $_ }}");

        Assert.Empty(module.Errors);
        Assert.Contains(module.Streams.Verbose, record => record.Message.Contains("sending everything", StringComparison.Ordinal));
        Assert.All(results.Where(result => result.Image.EndsWith("collected:1", StringComparison.Ordinal)), result =>
        {
            Assert.Equal(ImageImportStatus.Imported, result.Status);
            Assert.Equal(Sha256(large), FileOnNode(lab, result.Node, result.Image, "large"));
        });
    }

    /// <summary>As when others delete images or end their own imports at the same time.</summary>
    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public void Garbage_collection_all_along_takes_nothing_that_has_come(string engine)
    {
        var lab = Clean(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/kept:1", [.. Enumerable.Range(0, 4).Select(i => ($"part{i}", RandomNumberGenerator.GetBytes(6_000_000)))]);
        foreach (var node in lab.NodeNames())
            lab.Docker("exec", "--detach", node, "sh", "-c", ": > /run/collect; while [ -e /run/collect ]; do ctr --namespace k8s.io leases delete --sync \"$(ctr --namespace k8s.io leases create)\"; done");
        try
        {
            var results = Import(module, "Import-KindImage kindtools-test/kept:1 -Verbose");

            Assert.Empty(module.Errors);
            Assert.All(results, result => Assert.Equal((ImageImportStatus.Imported, ImageTransferWay.Push), (result.Status, result.Way)));
            Assert.DoesNotContain(module.Streams.Verbose, record => record.Message.Contains("sending everything", StringComparison.Ordinal));
        }
        finally
        {
            foreach (var node in lab.NodeNames()) lab.OnNode(node, "rm", "/run/collect");
        }

        NothingIsLeft(lab);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public async Task A_stopped_import_ends_at_once_and_leaves_nothing_behind(string engine)
    {
        var lab = Clean(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/stopped-import:1", ("content", RandomNumberGenerator.GetBytes(Large)));

        var importing = Task.Run(() => Record.Exception(() => module.Run("Import-KindImage kindtools-test/stopped-import:1")), Token);
        await SomethingIsSentAsync(module, importing);
        var stopping = Stopwatch.StartNew();
        module.Shell.Stop();
        await importing.WaitAsync(Token);
        stopping.Stop();

        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5)); // A second, on a machine that does nothing else.
        Assert.All(lab.NodeNames(), node => Assert.DoesNotContain("stopped-import", lab.OnNode(node, "ctr", "--namespace", "k8s.io", "images", "ls", "--quiet")));
        NothingIsLeftOfWhatStopped(lab, module, stopping.Elapsed);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public async Task What_a_session_that_is_killed_leaves_behind_goes_with_the_next_import(string engine)
    {
        var lab = Clean(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/session-killed:1", ("large", RandomNumberGenerator.GetBytes(10_000_000)), ("larger", RandomNumberGenerator.GetBytes(Large)));
        lab.Build("kindtools-test/session-after:1", ("content", RandomNumberGenerator.GetBytes(10)));

        using (var session = Process.Start(ConsoleProcess.Start("-Command", "Import-KindImage kindtools-test/session-killed:1"))!)
        {
            // The first layer has come, and is kept until the image is whole.
            await UntilAsync(() => lab.NodeNames().AsParallel().All(node => KeepsContent(lab, node)), session.WaitForExitAsync(Token));
            session.Kill();
            await session.WaitForExitAsync(Token);
        }

        Assert.Contains("/kindtools-", lab.Docker("images", "--all", "--format", "{{.Repository}}"));
        Assert.All(lab.NodeNames(), node => Assert.True(KeepsContent(lab, node)));
        Assert.All(Import(module, "Import-KindImage kindtools-test/session-after:1"), result => Assert.Equal(ImageImportStatus.Imported, result.Status));
        NothingIsLeft(lab);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public async Task Two_imports_of_the_same_image_at_once_do_not_disturb_each_other(string engine)
    {
        var lab = Clean(engine);
        using var one = lab.OpenModule();
        using var other = lab.OpenModule();
        lab.Build("kindtools-test/at-once:1", ("content", RandomNumberGenerator.GetBytes(20_000_000)));

        var results = await Task.WhenAll(new[] { one, other }.Select(module => Task.Run(() => Import(module, "Import-KindImage kindtools-test/at-once:1"), Token)));

        Assert.Empty(one.Errors.Concat(other.Errors));
        Assert.All(results.SelectMany(result => result), result => Assert.Contains(result.Status, new[] { ImageImportStatus.Imported, ImageImportStatus.AlreadyPresent }));
        NothingIsLeft(lab);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public void More_than_a_hundred_images_in_one_call_share_one_transfer(string engine)
    {
        var lab = Clean(engine);
        using var module = lab.OpenModule();
        var names = Enumerable.Range(0, 103).Select(i => string.Create(CultureInfo.InvariantCulture, $"kindtools-test/hundred{i % 5}:{i}")).ToList();
        for (var i = 0; i < 5; i++) lab.Build(names[i], ("content", RandomNumberGenerator.GetBytes(10_000)));
        Parallel.For(5, names.Count, i => lab.Docker("tag", names[i % 5], names[i]));

        var results = Import(module, $"'{string.Join("','", names)}' | Import-KindImage");

        Assert.Empty(module.Errors);
        Assert.Equal(names.Count * lab.NodeCount, results.Count);
        Assert.All(results, result => Assert.Equal(ImageImportStatus.Imported, result.Status));
        Assert.Equal(5, results.Select(result => result.ImageId).Distinct().Count());
        NothingIsLeft(lab);
    }

    /// <summary>
    /// Nodes have a second to give up what is stopped, for nobody waits longer after Ctrl+C. When they needed more, what
    /// they have left is put in order by the next import.
    /// </summary>
    internal static void NothingIsLeftOfWhatStopped(Lab lab, Module module, TimeSpan elapsed)
    {
        if (elapsed >= TimeSpan.FromSeconds(0.95))
        {
            lab.Build("kindtools-test/after-stop:1", ("content", RandomNumberGenerator.GetBytes(10)));
            Import(module, "Import-KindImage kindtools-test/after-stop:1");
        }

        NothingIsLeft(lab);
    }

    /// <summary>No name of ours in the engine or on a node, no label, no content half taken, and no command that still runs there.</summary>
    internal static void NothingIsLeft(Lab lab)
    {
        Assert.DoesNotContain("kindtools-", lab.Docker("images", "--all", "--format", "{{.Repository}}").Replace("kindtools-test/", "", StringComparison.Ordinal).Replace("kindtools-lab/", "", StringComparison.Ordinal));
        Assert.Empty(lab.Docker("ps", "--all", "--quiet", "--filter", "label=io.kindtools.relay"));
        foreach (var node in lab.NodeNames())
        {
            // Commands may be on their way to their end.
            var left = "";
            SpinWait.SpinUntil(() => !(left = LeftOn(lab, node)).Contains("runs: ", StringComparison.Ordinal), TimeSpan.FromSeconds(20));
            Assert.Equal("", left);
        }
    }

    /// <summary>What imports have left on a node, but for this question itself, in one question.</summary>
    private static string LeftOn(Lab lab, string node) => lab.OnNode(
        node,
        "sh",
        "-c",
        """
        ctr --namespace k8s.io images ls --quiet | sed -n 's/^import-/name: &/p'
        ctr --namespace k8s.io content ls | sed -n 's/.*gc\.root/label: &/p'
        ctr --namespace k8s.io content active | sed '1d; s/^/half taken: /'
        ls -d /var/lib/kindtools.* 2>/dev/null | sed 's/^/transfer: /'
        perl -e '
            for my $file (glob "/proc/[0-9]*/cmdline") {
                open my $process, "<", $file or next;
                local $/;
                my $command = <$process> // next;
                $command =~ tr/\0\n/  /;
                print "runs: ", substr($command, 0, 200), "\n" if $command =~ /^(sh|perl|ctr) .*( [k]indtools|images [i]mport|content [i]ngest)/;
            }'
        """);

    /// <summary>Whether a transfer keeps content on a node from garbage collection.</summary>
    private static bool KeepsContent(Lab lab, string node) =>
        lab.OnNode(node, "sh", "-c", "ls /var/lib/kindtools.* 2>/dev/null && ctr --namespace k8s.io content ls | grep gc.root || true").Contains("gc.root", StringComparison.Ordinal);

    private static Task SomethingIsSentAsync(Module module, Task importing) =>
        UntilAsync(() => module.Streams.Progress.ToArray().Any(record => record.ParentActivityId >= 0), importing);

    /// <summary>A lab without the names that kind makes up when it loads images.</summary>
    internal static Lab Clean(string engine)
    {
        var lab = Lab.WithEngine(engine);
        foreach (var node in lab.NodeNames())
            lab.OnNode(node, "sh", "-c", "ctr --namespace k8s.io images ls --quiet | grep '^import-' | xargs -r ctr --namespace k8s.io images rm");
        return lab;
    }

    private static Lab Disposable(string engine)
    {
        var lab = Clean(engine);
        Assert.SkipUnless(lab.IsDisposable, "Nodes of a user's own cluster are not killed for a test.");
        return lab;
    }

    private static string LastNode(Lab lab) => lab.NodeNames().Order(StringComparer.Ordinal).Last();

    private static void Restart(Lab lab, string node)
    {
        lab.Docker("start", node);
        SpinWait.SpinUntil(() => Record.Exception(() => lab.OnNode(node, "ctr", "--namespace", "k8s.io", "images", "ls", "--quiet")) is null, TimeSpan.FromSeconds(30));
    }
}
