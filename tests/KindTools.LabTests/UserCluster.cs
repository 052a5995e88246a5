using System.ComponentModel;
using System.Diagnostics;

namespace KindTools.LabTests;

/// <summary>The kind cluster of somebody who develops with Docker and kind of their own, described as a lab.</summary>
internal static class UserCluster
{
    /// <summary>The settings of a lab, or null when there is no such cluster or its images could not be built on.</summary>
    public static IReadOnlyDictionary<string, string>? Describe()
    {
        var cluster = Environment.GetEnvironmentVariable("KIND_CLUSTER_NAME") is { Length: > 0 } name ? name : "kind";
        var nodes = Docker("ps", "--filter", "label=io.x-k8s.kind.cluster=" + cluster, "--format", "{{.Names}}")?.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (nodes is not { Length: > 0 } || !HasBaseImage()) return null;

        var server = Docker("version", "--format", "{{.Server.Version}}") ?? "";
        var containerd = Docker("exec", nodes[0], "containerd", "--version")?.Split(' ').ElementAtOrDefault(2)?.TrimStart('v').Split('~')[0];
        return new Dictionary<string, string>
        {
            ["NAME"] = cluster,
            ["ENGINE"] = int.TryParse(server.Split('.')[0], out var major) && major < 25 ? "legacy"
                : Docker("info", "--format", "{{.DriverStatus}}")?.Contains("io.containerd.snapshotter", StringComparison.Ordinal) == true ? "containerd"
                : "classic",
            ["NODES"] = nodes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["KUBERNETES"] = Docker("exec", nodes[0], "cat", "/kind/version") is null ? "false" : "true",
            ["CONTAINERD"] = containerd ?? "",
            ["DOCKER_HOST"] = Environment.GetEnvironmentVariable("DOCKER_HOST") ?? "",
            ["KIND_CLUSTER_NAME"] = cluster,
            ["KUBECONFIG"] = Environment.GetEnvironmentVariable("KUBECONFIG") ?? "",
            ["TOOLS"] = "",
        };
    }

    /// <summary>The base that a lab's engine has from the start; here it is built once, which takes a registry.</summary>
    private static bool HasBaseImage() =>
        Docker("image", "inspect", Lab.BaseImage) is not null
        || Docker("build", "--tag", Lab.BaseImage, Path.Combine(Module.Root, "examples", "story")) is not null;

    private static string? Docker(params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            _ = error.Result;
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null; // No docker on this machine.
        }
    }
}
