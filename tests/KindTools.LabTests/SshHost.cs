using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KindTools.LabTests;

/// <summary>
/// A machine that OpenSSH's server runs on, and Docker's client, with the lab's engine: tests/lab/ssh/host. The program ssh of
/// this process has a key for it and knows it, as by the user's own configuration.
/// </summary>
internal sealed class SshHost : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");
    private readonly Process _server;

    public SshHost(Lab lab)
    {
        Assert.SkipUnless(lab.IsDisposable, "Only a lab has a machine to be reached by ssh.");
        var machine = Run(Path.Combine(Module.Root, "tests", "lab", "lab"), "ssh").Trim();
        foreach (var key in new[] { "host_key", "user_key", "other_key" })
            Run(Path.Combine(machine, "bin", "ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", _folder[key]);
        File.Copy(_folder["user_key.pub"], _folder["authorized_keys"]);

        Port = FreePort();
        Trust("host_key");
        Use("user_key");
        var ssh = _folder["ssh"];
        File.WriteAllText(ssh, $"#!/bin/sh\necho $$ >>'{_folder["started"]}'\nexec '{machine}/bin/ssh' -F '{_folder["config"]}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(ssh, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("PATH", _folder.Path + ":" + _path);

        var start = new ProcessStartInfo(
            "unshare",
            ["--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", Path.Combine(Module.Root, "tests", "lab", "ssh", "host"), Path.Combine(machine, "rootfs"), new Uri(lab.DockerHost).LocalPath, _folder.Path, Port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        _server = Process.Start(start)!;
        _server.ErrorDataReceived += (_, _) => { };
        _server.BeginErrorReadLine();
        Wait();
    }

    public int Port { get; }

    /// <summary>What DOCKER_HOST is set to.</summary>
    public string Address => $"ssh://root@127.0.0.1:{Port}";

    /// <summary>The processes that were started as ssh and are still there.</summary>
    public IReadOnlyList<string> Running => [.. Started().Where(id => Directory.Exists("/proc/" + id))];

    /// <summary>How many connections were made.</summary>
    public int Connections => Started().Length;

    /// <summary>The user's key, of those in the folder.</summary>
    public void Use(string key) => File.WriteAllText(
        _folder["config"],
        $"IdentityFile {_folder[key]}\nIdentitiesOnly yes\nIdentityAgent none\nUserKnownHostsFile {_folder["known_hosts"]}\nGlobalKnownHostsFile /dev/null\n");

    /// <summary>The host's key that is known, of those in the folder.</summary>
    public void Trust(string key) => File.WriteAllText(_folder["known_hosts"], $"[127.0.0.1]:{Port} {File.ReadAllText(_folder[key + ".pub"])}");

    /// <summary>Ends the machine.</summary>
    public void Stop()
    {
        if (!_server.HasExited) _server.Kill();
        _server.WaitForExit();
    }

    public void Dispose()
    {
        Stop();
        _server.Dispose();
        Environment.SetEnvironmentVariable("PATH", _path);
        _folder.Dispose();
    }

    private string[] Started() => File.Exists(_folder["started"]) ? File.ReadAllLines(_folder["started"]) : [];

    private void Wait()
    {
        for (var i = 0; ; i++)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (i < 500 && !_server.HasExited)
            {
                Thread.Sleep(20);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }
}
