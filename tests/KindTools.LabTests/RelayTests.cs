using System.Diagnostics;
using System.Security.Cryptography;
using KindTools.Core.Engines;
using KindTools.Core.Registry;
using KindTools.Core.Relay;
using KindTools.ModuleTests.Console;

namespace KindTools.LabTests;

/// <summary>Engines that cannot reach this process push through a relay.</summary>
public class RelayTests
{
    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public void After_a_change_only_what_changed_is_sent_through_a_relay_that_is_gone_afterwards(string engine)
    {
        var lab = Lab.Remote(engine);
        using var module = lab.OpenModule();
        var large = RandomNumberGenerator.GetBytes(20_000_000);
        lab.Build("kindtools-test/relayed:1", ("large", large), ("small", [1]));
        var before = Import(module, "kindtools-test/relayed:1");
        lab.Build("kindtools-test/relayed:1", ("large", large), ("small", [2]));

        var after = Import(module, "kindtools-test/relayed:1");

        Assert.All(before, result => Assert.InRange(result.BytesSent, 20_000_000, long.MaxValue));
        Assert.All(after, result =>
        {
            Assert.InRange(result.BytesSent, 1, 100_000);
            Assert.Equal(before[0].ImageId, result.ReplacedImageId);
        });
        Assert.Contains(Verbose(module), message => message.StartsWith("The engine runs elsewhere: ", StringComparison.Ordinal));
        Assert.DoesNotContain(Verbose(module), message => message.Contains("cannot push", StringComparison.Ordinal)); // That it cannot reach us is known by now.
        AssertArrived(lab, "kindtools-test/relayed:1");
        AssertNothingLeft(lab);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public async Task A_stopped_import_leaves_neither_relay_nor_name(string engine)
    {
        var lab = Lab.Remote(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/relay-stopped:1", ("content", RandomNumberGenerator.GetBytes(100_000_000)));
        var token = TestContext.Current.CancellationToken;

        var importing = Task.Run(() => Record.Exception(() => module.Run("Import-KindImage kindtools-test/relay-stopped:1")), token);
        await Importing.UntilAsync(() => Relays(lab).Length > 0, importing);
        module.Shell.Stop();
        await importing.WaitAsync(token);

        AssertNothingLeft(lab);
        Assert.All(lab.NodeNames(), node => Assert.DoesNotContain("relay-stopped", lab.OnNode(node, "ctr", "--namespace", "k8s.io", "images", "ls", "--quiet")));
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public async Task The_relay_of_a_session_that_is_killed_goes_by_itself_and_the_next_import_removes_what_is_left(string engine)
    {
        var lab = Lab.Remote(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/relay-killed:1", ("content", RandomNumberGenerator.GetBytes(100_000_000)));
        var token = TestContext.Current.CancellationToken;

        var start = ConsoleProcess.Start("-Command", "Import-KindImage kindtools-test/relay-killed:1");
        using (var session = Process.Start(start)!)
        {
            // Started: one that was only made would wait for the next import.
            await Importing.UntilAsync(() => lab.Docker("ps", "--quiet", "--filter", "label=" + RelayEndpoint.Label).Length > 0, session.WaitForExitAsync(token));
            session.Kill();
            await session.WaitForExitAsync(token);
        }

        Assert.True(SpinWait.SpinUntil(() => Relays(lab).Length == 0, TimeSpan.FromMinutes(1)), "The relay does not go by itself.");
        var never = lab.Docker("create", "--label", $"{RelayEndpoint.Label}={int.MaxValue}@{Environment.MachineName}", Lab.BaseImage, "true"); // Killed before it was started.
        Import(module, "kindtools-test/relay-killed:1");

        Assert.Contains(Verbose(module), message => message.Contains("that an earlier session left behind", StringComparison.Ordinal));
        Assert.DoesNotContain(never, lab.Docker("ps", "--all", "--quiet", "--no-trunc"));
        AssertArrived(lab, "kindtools-test/relay-killed:1");
        AssertNothingLeft(lab);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public async Task Two_sessions_at_once_have_a_relay_each(string engine)
    {
        var lab = Lab.Remote(engine);
        using var one = lab.OpenModule();
        using var other = lab.OpenModule();
        lab.Build("kindtools-test/relay-one:1", ("content", RandomNumberGenerator.GetBytes(30_000_000)));
        lab.Build("kindtools-test/relay-other:1", ("content", RandomNumberGenerator.GetBytes(30_000_000)));

        await Task.WhenAll(Task.Run(() => Import(one, "kindtools-test/relay-one:1")), Task.Run(() => Import(other, "kindtools-test/relay-other:1")));

        var used = Verbose(one).Concat(Verbose(other)).Where(message => message.StartsWith("The engine runs elsewhere: ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, used.Distinct().Count());
        AssertArrived(lab, "kindtools-test/relay-one:1");
        AssertArrived(lab, "kindtools-test/relay-other:1");
        AssertNothingLeft(lab);
    }

    /// <summary>A node's image without perl, and one whose perl lets nobody in; containerd is asked by ctr on both.</summary>
    [Theory]
    [InlineData("absent", "rm /usr/bin/perl", "No relay could be started")]
    [InlineData("deaf", @"printf '#!/bin/sh\ncase ""$*"" in *containerd.sock*) exit 127; esac\nprintf ""L\\\\0\\\\0\\\\0\\\\0\\\\0\\\\0\\\\23\\\\210""\nexec cat\n' >/usr/bin/perl", "cannot push to KindTools through a relay")]
    public async Task Without_a_relay_the_engine_is_read_from(string perl, string change, string said)
    {
        var lab = Lab.Remote("classic");
        using var module = lab.OpenModule();
        using var node = new OddNode(lab, "kindtools-odd-" + perl, change);
        await node.WaitAsync(TestContext.Current.CancellationToken);
        lab.Build("kindtools-test/unrelayed:1", ("content", RandomNumberGenerator.GetBytes(1000)));

        // A session of its own: what it finds out about the engine is not for the other tests.
        var session = await ConsoleProcess.RunAsync("-Command", $"Import-KindImage kindtools-test/unrelayed:1 -Cluster {node.Name} -Verbose");

        Assert.Equal(0, session.ExitCode);
        Assert.Contains(said, session.Output + session.Errors, StringComparison.Ordinal);
        Assert.Contains("Reading kindtools-test/unrelayed:1", session.Output + session.Errors, StringComparison.Ordinal);
        Assert.Matches(@"complete \(\d+/\d+\)", lab.OnNode(node.Name, "ctr", "--namespace", "k8s.io", "images", "check", "name==docker.io/kindtools-test/unrelayed:1"));
        AssertNothingLeft(lab);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public async Task It_is_reached_from_the_loopback_address_of_the_engines_machine_alone(string engine)
    {
        var lab = Lab.Remote(engine);
        var token = TestContext.Current.CancellationToken;
        using var module = lab.OpenModule();
        using var connection = await EngineLocator.ConnectAsync(EngineEnvironment.Current, new Unheard(), token);
        var image = lab.Docker("inspect", "--format", "{{.Config.Image}}", lab.NodeNames()[0]);
        await using var relay = await RelayEndpoint.StartAsync(connection, image, EndpointIdentity.New(), new Nothing(), token);
        var port = relay.Repository.Split(':', '/')[1];
        var container = Assert.Single(Relays(lab));
        var own = lab.Docker("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{.Gateway}}{{end}}", container).Split(' ');

        Assert.Equal("", Ask("bridge", own[0], "5000")); // A neighbour, to the container itself: sent away.
        Assert.Equal("refused", Ask("bridge", own[1], port)); // A neighbour, to the engine's machine.
        Assert.Equal("refused", Ask("host", own[1], port)); // The machine by another of its addresses.
        Assert.False(relay.WasReached);
        Assert.Equal("HTTP/1.1 200 OK", Ask("host", "127.0.0.1", port));
        Assert.True(relay.WasReached);

        var privileges = lab.Docker("inspect", "--format", "{{.HostConfig.Privileged}} {{.HostConfig.CapDrop}} {{len .Mounts}} {{.Config.User}} {{.HostConfig.LogConfig.Type}}", container);
        Assert.Equal("false [ALL] 0 65534:65534 none", privileges);
        Assert.DoesNotContain(container, string.Concat(module.Run("(Get-KindNode *).ContainerId")));

        string Ask(string network, string host, string to) => lab.Docker(
            "run", "--rm", "--network", network, "--entrypoint", "perl", image, "-MIO::Socket::INET", "-e",
            "$s = IO::Socket::INET->new(PeerAddr => shift, PeerPort => shift, Timeout => 10) or print('refused'), exit; print $s qq(GET /v2/ HTTP/1.1\\r\\n\\r\\n); $_ = <$s> // ''; s/\\s+$//; print",
            host, to);
    }

    private static List<ImageImportResult> Import(Module module, string image)
    {
        var results = module.Run($"Import-KindImage {image} -Verbose").Select(result => (ImageImportResult)result.BaseObject).ToList();
        Assert.Empty(module.Errors);
        Assert.DoesNotContain(Verbose(module), message => message.StartsWith("Reading ", StringComparison.Ordinal));
        Assert.All(results, result => Assert.Equal((ImageImportStatus.Imported, ImageTransferWay.Relay), (result.Status, result.Way)));
        return results;
    }

    private static List<string> Verbose(Module module) => [.. module.Streams.Verbose.Select(record => record.Message)];

    private static string[] Relays(Lab lab) =>
        lab.Docker("ps", "--all", "--quiet", "--no-trunc", "--filter", "label=" + RelayEndpoint.Label).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static void AssertArrived(Lab lab, string image) => Assert.All(
        lab.NodeNames(),
        node => Assert.Matches(@"complete \(\d+/\d+\)", lab.OnNode(node, "ctr", "--namespace", "k8s.io", "images", "check", "name==docker.io/" + image)));

    private static void AssertNothingLeft(Lab lab)
    {
        Assert.Empty(Relays(lab));
        Assert.DoesNotContain("127.0.0.1", lab.Docker("images", "--all", "--format", "{{.Repository}}"));
    }

    private sealed class Nothing : IPushIntake
    {
        public long? Find(string digest) => null;

        public IBlobUpload StartUpload(string? digest) => throw new IOException("Nobody was to push anything.");

        public void TakeManifest(string reference, string digest, byte[] content)
        {
        }
    }

    private sealed class Unheard : IActivityLog
    {
        public void Verbose(string message)
        {
        }

        public void Warning(string message)
        {
        }

        public void Error(KindToolsException failure)
        {
        }

        public void Progress(ActivityProgress progress)
        {
        }
    }
}
