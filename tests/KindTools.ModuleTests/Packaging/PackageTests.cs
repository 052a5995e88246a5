using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KindTools.ModuleTests.Console;

namespace KindTools.ModuleTests.Packaging;

/// <summary>What a PowerShell repository gets, and what a user gets from there.</summary>
[Collection(EnvironmentCollection.Name)] // Two builds at once leave little of the machine to others.
public sealed partial class PackageTests(PackagePair packages) : IClassFixture<PackagePair>
{
    [Fact]
    public void Two_builds_of_the_same_files_give_the_same_package()
    {
        using var first = ZipFile.OpenRead(packages.First);
        using var second = ZipFile.OpenRead(packages.Second);

        Assert.Equal(first.Entries.Select(Describe), second.Entries.Select(Describe)); // Tells more than the bytes do.
        Assert.Equal(Path.GetFileName(packages.First), Path.GetFileName(packages.Second));
        Assert.True(File.ReadAllBytes(packages.First).AsSpan().SequenceEqual(File.ReadAllBytes(packages.Second)), "The packages differ in more than their entries.");
    }

    [Fact]
    public void It_says_of_itself_what_a_gallery_shows()
    {
        var metadata = Metadata();

        Assert.Equal("KindTools", metadata["id"].Value);
        Assert.Equal("0.1.0-preview1", metadata["version"].Value);
        Assert.Equal("The KindTools contributors", metadata["authors"].Value);
        Assert.StartsWith("The image you built is the image your pod runs", metadata["description"].Value, StringComparison.Ordinal);
        Assert.Equal(("LICENSE", "file"), (metadata["license"].Value, metadata["license"].Attribute("type")?.Value));
        Assert.Equal("icon.png", metadata["icon"].Value);
        Assert.Equal("README.md", metadata["readme"].Value);
        Assert.Equal("https://github.com/KindTools/KindTools", metadata["projectUrl"].Value);
        var tags = metadata["tags"].Value.Split(' ');
        Assert.Superset(new HashSet<string> { "PSModule", "kind", "Kubernetes", "PSEdition_Core", "PSCmdlet_Get-KindToolsInfo", "PSCommand_Import-KindImage" }, tags.ToHashSet());
    }

    [Fact]
    public void Its_release_notes_are_the_changelogs_newest_section_also_once_it_is_installed()
    {
        var section = NewestSection().Match(File.ReadAllText(Path.Combine(Module.Root, "CHANGELOG.md"))).Groups[1].Value.Trim();
        using var folder = new TemporaryFolder();
        PackageBuild.Install(packages.First, folder.Path, "0.1.0");

        using var module = new Module(import: false);
        var installed = module.Run($"(Test-ModuleManifest '{folder.Path}/KindTools/0.1.0/KindTools.psd1').PrivateData.PSData.ReleaseNotes")[0].ToString();

        Assert.Contains("`Get-KindToolsInfo`", section, StringComparison.Ordinal);
        Assert.Equal(section, Metadata()["releaseNotes"].Value.ReplaceLineEndings("\n"));
        Assert.Equal(section, installed.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void It_holds_what_users_need_and_nothing_of_the_developers()
    {
        using var archive = ZipFile.OpenRead(packages.First);
        var files = archive.Entries.Where(PackageBuild.IsContent).Select(entry => entry.FullName).ToList();

        Assert.Superset(
            new HashSet<string>
            {
                "KindTools.psd1", "LICENSE", "THIRD-PARTY-NOTICES.txt", "README.md", "CHANGELOG.md", "icon.png", "module/KindTools.Format.ps1xml",
                "module/bin/KindTools.dll", "module/bin/KindTools.Abstractions.dll", "module/bin/lib/KindTools.Core.dll", "module/bin/lib/KindTools.Core.deps.json",
                "en-US/KindTools.dll-Help.xml", "en-US/about_KindTools.help.txt",
            },
            files.ToHashSet());
        Assert.DoesNotContain(files, file => Path.GetExtension(file) is ".pdb" or ".cs" or ".csproj" || file.Contains("System.Management.Automation", StringComparison.Ordinal));
    }

    /// <summary>In a process of its own, by the console taken out of the repository: nothing of this build is near.</summary>
    [Fact]
    public async Task Installed_into_a_clean_module_path_it_goes_through_the_first_half_of_the_story()
    {
        using var folder = new TemporaryFolder();
        PackageBuild.Install(packages.First, Path.Combine(folder.Path, "modules"), "0.1.0");

        await GoesThroughTheStoryAsync(folder, CopyConsole(folder.Path));
    }

    /// <summary>By the pwsh that <c>dotnet tool restore</c> brings.</summary>
    [Fact]
    public async Task PowerShells_own_installer_takes_it_from_a_folder()
    {
        using var folder = new TemporaryFolder();
        var (noPwsh, _) = await RunAsync(folder, "pwsh", "-Version");
        Assert.SkipUnless(noPwsh == 0, "There is no pwsh here; 'dotnet tool restore' brings one.");
        var modules = Directory.CreateDirectory(Path.Combine(folder.Path, "modules")).FullName;
        var script = folder.Write(
            "install.ps1",
            $"""
            $ErrorActionPreference = 'Stop'
            Register-PSResourceRepository -Name folder -Uri '{Path.GetDirectoryName(packages.First)}' -Trusted
            $found = Find-PSResource -Name KindTools -Prerelease -Repository folder
            "$($found.Name) $($found.Version)-$($found.Prerelease) $($found.Includes.Cmdlet -contains 'Get-KindToolsInfo')"
            Save-PSResource -Name KindTools -Prerelease -Repository folder -Path '{modules}'
            """);

        var (exitCode, output) = await RunAsync(folder, "pwsh", "-NoProfile", "-File", script);

        Assert.Equal("KindTools 0.1.0-preview1 True", output.Trim());
        Assert.Equal(0, exitCode);
        await GoesThroughTheStoryAsync(folder, "pwsh", "-NoProfile");
    }

    /// <summary>The first half of the story, by the module of that name below the folder "modules".</summary>
    private static async Task GoesThroughTheStoryAsync(TemporaryFolder folder, params string[] host)
    {
        using var api = new FakeDockerApi();
        File.Copy(Path.Combine(Module.Root, "examples", "story", "job.yaml"), Path.Combine(folder.Path, "job.yaml"));
        var script = folder.Write(
            "story.ps1",
            $$"""
            $env:DOCKER_HOST = '{{api.Address}}'
            $env:KIND_CLUSTER_NAME = 'p1'
            Import-Module KindTools
            "from $((Get-Module KindTools).ModuleBase)"
            Import-KindImage app:dev | ForEach-Object { "$($_.Node) $($_.Status)" }
            Get-KindNodeImage app:dev | ForEach-Object { "$($_.Node) has $($_.Repository):$($_.Tag)" }
            Test-PodPullPolicy $PSScriptRoot/job.yaml | ForEach-Object { "$($_.Line) $($_.Verdict): $($_.Remedy)" }
            "help: $((Get-Help Test-PodPullPolicy).Synopsis.Substring(0, 21))"
            "version $((Get-KindToolsInfo).Version)"
            """);

        var (exitCode, output) = await RunAsync(folder, [.. host, "-File", script]);

        Assert.Equal(
            [
                $"from {folder.Path}/modules/KindTools/0.1.0",
                "p1-control-plane AlreadyPresent",
                "p1-worker AlreadyPresent",
                "p1-control-plane has docker.io/library/app:dev",
                "p1-worker has docker.io/library/app:dev",
                "13 IgnoresNodeImage: Add 'imagePullPolicy: IfNotPresent' to container 'pi', or give the image a tag other than 'latest'.",
                "help: Tells which container",
                "version 0.1.0-preview1",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith("WARNING: KindTools.psd1 is in none", StringComparison.Ordinal)));
        Assert.Equal(0, exitCode);
    }

    /// <summary>Runs <c>dotnet</c> where it knows the repository's tools, with a module path and a list of repositories that are this folder's.</summary>
    private static async Task<(int ExitCode, string Output)> RunAsync(TemporaryFolder folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Module.Root, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["PSModulePath"] = Path.Combine(folder.Path, "modules");
        start.Environment["XDG_DATA_HOME"] = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName; // One that is not there does not count.
        start.Environment["TERM"] = "dumb";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    [GeneratedRegex(@"^## \[.*?$(.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex NewestSection();

    private static string Describe(ZipArchiveEntry entry) => $"{entry.FullName} {entry.LastWriteTime:O} {entry.Crc32:x8} {entry.CompressedLength}";

    private static string CopyConsole(string folder)
    {
        var source = Path.GetDirectoryName(ConsoleProcess.Path)!;
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, "console", Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return Path.Combine(folder, "console", Path.GetFileName(ConsoleProcess.Path));
    }

    private Dictionary<string, XElement> Metadata()
    {
        using var archive = ZipFile.OpenRead(packages.First);
        using var nuspec = archive.GetEntry("KindTools.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName);
    }
}
