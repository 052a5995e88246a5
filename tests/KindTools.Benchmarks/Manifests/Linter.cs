using System.ComponentModel;
using System.Diagnostics;

namespace KindTools.Benchmarks.Manifests;

/// <summary>Another tool that reads a folder of manifests.</summary>
/// <param name="Name">What users call it.</param>
/// <param name="Command">The program.</param>
/// <param name="Arguments">Its arguments, to which the folder is added.</param>
/// <param name="Answer">What it says when all is well: that it was told of every file.</param>
internal sealed record Linter(string Name, string Command, IReadOnlyList<string> Arguments, string Answer)
{
    private const string MonokleScript = "monokle.mjs";
    private static readonly string[] MonoklePackages = ["@monokle/validation@0.33.0", "@monokle/parser@0.3.2"];

    /// <summary>The YAML linter that Debian has, its parser and its cheapest rule alone. It knows nothing of pods, which is less work.</summary>
    public static Linter? FindYamllint() =>
        TryRun("yamllint", ["--version"], folder: null) is null ? null : new("yamllint", "yamllint", ["--config-data", "{rules: {key-duplicates: enable}}"], "");

    /// <summary>The one linter of Kubernetes manifests among the packages of Debian and npm that runs by itself, its rule about images alone.</summary>
    /// <param name="folder">Where to install it.</param>
    /// <param name="findings">How many files have an image that it complains of.</param>
    public static Linter? InstallMonokle(string folder, int findings)
    {
        if (TryRun("npm", ["install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", .. MonoklePackages], folder) is null) return null;

        var script = Path.Combine(folder, MonokleScript);
        File.Copy(Path.Combine(AppContext.BaseDirectory, MonokleScript), script);
        return new("Monokle", "node", [script], $"{findings}\n");
    }

    /// <summary>Lints a folder.</summary>
    public void Lint(string folder)
    {
        var said = TryRun(Command, [.. Arguments, folder], folder: null);
        if (said != Answer) throw new InvalidOperationException($"{Name} said '{said}' instead of '{Answer}'.");
    }

    private static string? TryRun(string command, IEnumerable<string> arguments, string? folder)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, WorkingDirectory = folder })!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? said : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
