using System.Diagnostics;

namespace KindTools.KubernetesTests;

public class ReadmeTests
{
    [Fact]
    public void The_lab_comes_up_and_goes_as_the_README_says()
    {
        var standing = Lab.WithKubernetes(); // Only where labs are at hand: making one takes root and, the first time, minutes.
        Assert.SkipUnless(standing.IsDisposable, "Labs are brought up only where labs are used.");
        var start = new ProcessStartInfo("bash", ["-euc", Readme.Commands["lab"]])
        {
            WorkingDirectory = Module.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOCKER_HOST"] = standing.DockerHost;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.Matches(@"lab-control-plane\s+control-plane\s+Running", output);
        Assert.False(Directory.Exists("/run/kindtools-lab/lab"));
    }
}
