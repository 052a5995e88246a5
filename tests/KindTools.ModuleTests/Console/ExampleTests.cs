using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KindTools.ModuleTests.Console;

/// <summary>The hook and the CI jobs of examples/, run for real: the console host stands for pwsh. The other scripts are run by the README's and the lab's tests.</summary>
public sealed partial class ExampleTests : IDisposable
{
    private const string Good = "job-v1.yaml";
    private const string Bad = "job.yaml";
    private static readonly string Examples = Path.Combine(Module.Root, "examples");

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _tools = new();

    public ExampleTests()
    {
        var pwsh = _tools.Write("pwsh", $"#!/bin/sh\nexec dotnet '{ConsoleProcess.Path}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(pwsh, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    [Theory]
    // what is staged, what lies in the working tree, whether the commit is refused
    [InlineData(Bad, Bad, true)]
    [InlineData(Bad, Good, true)]
    [InlineData(Good, Good, false)]
    [InlineData(Good, Bad, false)]
    public void The_hook_judges_what_is_staged(string staged, string inTree, bool isRefused)
    {
        Repository();
        Take(staged, "k8s/job with a space.yaml");
        Git("add", ".");
        Take(inTree, "k8s/job with a space.yaml");

        var (exitCode, output) = Run("git", "commit", "--message", "Job");

        Assert.Equal(isRefused ? 1 : 0, exitCode);
        if (!isRefused) return;

        Assert.Contains("k8s/job with a space.yaml:13: ", output, StringComparison.Ordinal);
        Assert.Contains("Add 'imagePullPolicy: IfNotPresent' to container 'pi'", output, StringComparison.Ordinal);
        Assert.Contains("Repair-PodPullPolicy mends", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hook_leaves_alone_what_a_commit_does_not_touch()
    {
        Repository();
        Take(Bad, "k8s/job.yaml");
        Git("add", ".");
        Git("commit", "--no-verify", "--message", "As it was");
        _folder.Write("notes.txt", "nothing of Kubernetes");
        _folder.Write("package.json", "{ \"name\": \"shop\" }");
        Git("add", ".");

        Assert.Equal(0, Run("git", "commit", "--message", "Notes").ExitCode);

        // Nor does it mind that a manifest goes.
        Git("rm", "--quiet", "k8s/job.yaml");
        Assert.Equal(0, Run("git", "commit", "--message", "No job").ExitCode);
    }

    [Fact]
    public void The_hook_refuses_what_cannot_be_read()
    {
        Repository();
        _folder.Write("broken.yaml", "apiVersion: v1\nkind: Pod\nspec: [");
        Git("add", ".");

        var (exitCode, output) = Run("git", "commit", "--message", "Broken");

        Assert.Equal(1, exitCode);
        Assert.Contains("broken.yaml", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github-actions.yaml", Bad, 1, "::error file=k8s/job.yaml,line=13,col=18,title=IgnoresNodeImage::")]
    [InlineData("github-actions.yaml", Good, 0, "")]
    [InlineData("github-actions.yaml", null, 1, "::error::")]
    [InlineData("azure-pipelines.yaml", Bad, 1, "##vso[task.logissue type=error;sourcepath={FOLDER}/k8s/job.yaml;linenumber=13;columnnumber=18;code=IgnoresNodeImage]")]
    [InlineData("azure-pipelines.yaml", Good, 0, "")]
    [InlineData("azure-pipelines.yaml", null, 1, "##vso[task.logissue type=error]")]
    public void A_job_fails_on_findings_and_marks_their_lines(string file, string? manifest, int exitCode, string mark)
    {
        if (manifest is not null) Take(manifest, "k8s/job.yaml");

        // Both services have the script end at the first error that it does not expect.
        var script = _tools.Write("step.ps1", "$ErrorActionPreference = 'stop'\n" + Step(file));
        var (code, output) = Run(Path.Combine(_tools.Path, "pwsh"), "-NoProfile", "-NonInteractive", "-Command", $". '{script}'");

        Assert.Equal((exitCode, mark.Length > 0), (code, output.Contains('#') || output.Contains("::", StringComparison.Ordinal)));
        Assert.Contains(mark.Replace("{FOLDER}", _folder.Path, StringComparison.Ordinal), output, StringComparison.Ordinal);
        using var sarif = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Path, "findings.sarif")));
        var results = sarif.RootElement.GetProperty("runs")[0].GetProperty("results");
        Assert.Equal(manifest == Bad ? 1 : 0, results.GetArrayLength());
        if (manifest == Bad) Assert.Equal("k8s/job.yaml", results[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
    }

    [Fact]
    public void The_jobs_are_whole_YAML()
    {
        using var module = new Module();

        module.Run("Test-PodPullPolicy $args[0]".Replace("$args[0]", $"'{Path.Combine(Examples, "ci")}'", StringComparison.Ordinal));

        Assert.Empty(module.Errors);
    }

    [Fact]
    public void Every_example_is_told_of()
    {
        var readme = File.ReadAllText(Path.Combine(Examples, "README.md"));
        var there = Directory.EnumerateFileSystemEntries(Examples)
            .SelectMany(entry => Path.GetFileName(entry) is "hooks" or "ci" ? Directory.EnumerateFiles(entry) : [entry])
            .Select(entry => Path.GetRelativePath(Examples, entry).Replace('\\', '/'))
            .Where(entry => entry != "README.md");

        Assert.Equal(there.Order(StringComparer.Ordinal), Link().Matches(readme).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _tools.Dispose();
    }

    /// <summary>The script of the step that tests.</summary>
    private static string Step(string file)
    {
        var block = ScriptBlock().Matches(File.ReadAllText(Path.Combine(Examples, "ci", file))).Single(match => match.Value.Contains("Test-PodPullPolicy", StringComparison.Ordinal));
        var indent = block.Groups["indent"].Value;
        return string.Join('\n', block.Groups["script"].Value.Split('\n').Select(line => line.StartsWith(indent, StringComparison.Ordinal) ? line[indent.Length..] : line));
    }

    [GeneratedRegex(@"(?:run|pwsh): \|\n(?<script>(?<indent> +)\S.*\n(?:\k<indent>.*\n|\n)*)")]
    private static partial Regex ScriptBlock();

    [GeneratedRegex(@"^\| \[[^\]]+\]\(([^)]+)\)", RegexOptions.Multiline)]
    private static partial Regex Link();

    private void Repository()
    {
        Git("init", "--quiet", ".");
        File.Copy(Path.Combine(Examples, "hooks", "pre-commit"), Path.Combine(_folder.Path, ".git", "hooks", "pre-commit"));
    }

    private void Take(string manifest, string path)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "k8s"));
        File.Copy(Path.Combine(Examples, "story", manifest), Path.Combine(_folder.Path, path), overwrite: true);
    }

    private void Git(params string[] arguments)
    {
        var (exitCode, output) = Run("git", arguments);
        Assert.True(exitCode == 0, output);
    }

    private (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Path, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = _tools.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        foreach (var who in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{who}_NAME"] = "Somebody";
            start.Environment[$"GIT_{who}_EMAIL"] = "somebody@example.com";
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
