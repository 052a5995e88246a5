using System.Diagnostics;

namespace KindTools.ModuleTests;

public class ReadmeTests
{
    /// <summary>Who runs what: the lab's block is run by KindTools.LabTests, the test command by .ci/run.</summary>
    [Fact]
    public void Every_command_block_is_run_by_a_test()
    {
        Assert.Equal(["first look", "lab", "pwsh", "test"], Readme.Commands.Keys.Order());
        Assert.Equal(Readme.CommandBlockCount, Readme.Commands.Count);
        Assert.Contains("README.md", File.ReadAllText(Path.Combine(Module.Root, ".ci", "run")));
    }

    [Fact]
    public void The_first_look_judges_the_story_without_a_container_engine()
    {
        var (exitCode, output) = Shell(Readme.Commands["first look"]);

        Assert.Equal(0, exitCode);
        Assert.Contains("IgnoresNodeImage", output);
        Assert.Contains("Add 'imagePullPolicy: IfNotPresent' to container 'pi'", output);
        Assert.Contains("No container engine answers", output);
    }

    /// <summary>The commands that PowerShell gets, in the console host, which is PowerShell's engine too. The build has been done.</summary>
    [Fact]
    public void The_commands_for_PowerShell_work()
    {
        var commands = Readme.Commands["pwsh"].Replace("./build.ps1 -Task Build\n", "");
        var (exitCode, output) = Shell($"dotnet run --no-build --project src/KindTools.Console -- -Command '{commands}'");

        Assert.NotEqual(Readme.Commands["pwsh"], commands);
        Assert.Equal(0, exitCode);
        Assert.Contains("Import-KindImage", output);
        Assert.Contains("IgnoresNodeImage", output);
    }

    private static (int ExitCode, string Output) Shell(string commands)
    {
        var start = new ProcessStartInfo("bash", ["-euc", commands])
        {
            WorkingDirectory = Module.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOCKER_HOST"] = "unix:///nowhere/docker.sock";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
