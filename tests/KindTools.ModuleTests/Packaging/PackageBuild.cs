using System.Diagnostics;
using System.IO.Compression;

namespace KindTools.ModuleTests.Packaging;

/// <summary>
/// The package, made from a copy of the working tree's files: making it here would take the built module away under the
/// feet of the other tests.
/// </summary>
internal static class PackageBuild
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>Copies the repository to a folder, makes the package there, and gives its path.</summary>
    public static async Task<string> MakeAsync(string folder)
    {
        foreach (var file in await ListFilesAsync())
        {
            var target = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Module.Root, file), target);
        }

        // Build servers would outlive the test, and hold its output open; analyzers have had their say and add nothing to it.
        await RunAsync(folder, "dotnet", "pack", "build/KindTools.Package", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false");
        return Assert.Single(Directory.EnumerateFiles(Path.Combine(folder, "out"), "*.nupkg"));
    }

    /// <summary>
    /// Installs a package as PSResourceGet does: what is in it, without what makes a zip file a package, in a folder of the
    /// module's name and version below the module path.
    /// </summary>
    public static void Install(string package, string modulePath, string version)
    {
        using var archive = ZipFile.OpenRead(package);
        var folder = Directory.CreateDirectory(Path.Combine(modulePath, "KindTools", version)).FullName;
        foreach (var entry in archive.Entries.Where(IsContent))
        {
            var target = Path.Combine(folder, Uri.UnescapeDataString(entry.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            entry.ExtractToFile(target);
        }
    }

    /// <summary>Whether an entry is more than the form of the package.</summary>
    public static bool IsContent(ZipArchiveEntry entry) =>
        entry.FullName != "[Content_Types].xml" && entry.FullName != "KindTools.nuspec"
        && !entry.FullName.StartsWith("_rels/", StringComparison.Ordinal) && !entry.FullName.StartsWith("package/", StringComparison.Ordinal);

    /// <summary>What is in the repository or on its way into it.</summary>
    private static async Task<IReadOnlyList<string>> ListFilesAsync()
    {
        var output = await RunAsync(Module.Root, "git", "ls-files", "--cached", "--others", "--exclude-standard", "-z");
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(Module.Root, file)))];
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await error}");
        return await output;
    }
}
