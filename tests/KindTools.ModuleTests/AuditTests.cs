using System.Diagnostics;
using KindTools.ModuleTests.Console;

namespace KindTools.ModuleTests;

/// <summary>What <c>.ci/audit</c> makes of what NuGet answers: never a pass where nothing was checked.</summary>
public sealed class AuditTests
{
    private const string Nothing = """{ "version": 1, "projects": [ { "path": "x.csproj" } ] }""";

    private const string Vulnerable =
        """{ "version": 1, "projects": [ { "path": "x.csproj", "frameworks": [ { "framework": "net8.0", "topLevelPackages": [ { "id": "Newtonsoft.Json", "resolvedVersion": "12.0.1", "vulnerabilities": [ { "severity": "High", "advisoryurl": "https://github.com/advisories/GHSA-5crp-9r3c-p9vr" } ] } ] } ] } ] }""";

    private const string Deprecated =
        """{ "version": 1, "projects": [ { "path": "x.csproj", "frameworks": [ { "framework": "net8.0", "topLevelPackages": [ { "id": "Old", "resolvedVersion": "1.0.0", "deprecationReasons": [ "Legacy" ] } ] } ] } ] }""";

    [Theory]
    [InlineData(Vulnerable, Deprecated, Nothing, Nothing, "2 passed, 0 failed, 0 not checked", 0)]
    [InlineData(Nothing, Nothing, Nothing, Nothing, "0 passed, 0 failed, 2 not checked", 0)]
    [InlineData(Vulnerable, Nothing, Nothing, Nothing, "1 passed, 0 failed, 1 not checked", 0)]
    [InlineData(Vulnerable, Deprecated, Vulnerable, Nothing, "1 passed, 1 failed, 0 not checked", 1)]
    [InlineData(Vulnerable, Deprecated, Vulnerable, Deprecated, "0 passed, 2 failed, 0 not checked", 1)]
    [InlineData(Nothing, Deprecated, Vulnerable, Deprecated, "0 passed, 1 failed, 1 not checked", 1)]
    public async Task Only_what_the_registry_can_tell_counts_as_checked(
        string vulnerableCanary, string deprecatedCanary, string vulnerable, string deprecated, string summary, int exitCode)
    {
        var (code, output) = await AuditAsync(Answers(vulnerableCanary, deprecatedCanary, vulnerable, deprecated));

        Assert.EndsWith("Audit: " + summary, output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(exitCode, code);
    }

    [Fact]
    public async Task A_check_that_is_required_fails_where_it_cannot_be_made()
    {
        var (code, output) = await AuditAsync(Answers(Nothing, Nothing, Nothing, Nothing), required: true);

        Assert.Contains("NOT CHECKED: known vulnerabilities: the package source does not know that Newtonsoft.Json 12.0.1 is vulnerable", output, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task Without_a_registry_it_says_why()
    {
        var (code, output) = await AuditAsync("""case $1 in restore) echo 'error NU1301: no route to host'; exit 1 ;; esac""");

        Assert.Contains("NOT CHECKED: deprecated packages: a package that is known to be bad could not be fetched to ask about: error NU1301: no route to host", output, StringComparison.Ordinal);
        Assert.EndsWith("Audit: 0 passed, 0 failed, 2 not checked", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    private static string Answers(string vulnerableCanary, string deprecatedCanary, string vulnerable, string deprecated) =>
        $"""
        case "$*" in
          restore*) ;;
          *canary*--vulnerable*) echo '{vulnerableCanary}' ;;
          *canary*--deprecated*) echo '{deprecatedCanary}' ;;
          *--vulnerable*) echo '{vulnerable}' ;;
          *--deprecated*) echo '{deprecated}' ;;
          *) exit 9 ;;
        esac
        """;

    /// <summary>Runs it with a <c>dotnet</c> that answers as NuGet does.</summary>
    private static async Task<(int ExitCode, string Output)> AuditAsync(string dotnet, bool required = false)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It is a shell script.");
        using var folder = new TemporaryFolder();
        var program = folder.Write("dotnet", "#!/bin/sh\n" + dotnet + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(Path.Combine(Module.Root, ".ci", "audit")) { RedirectStandardOutput = true };
        start.Environment["PATH"] = folder.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment["KINDTOOLS_AUDIT"] = required ? "required" : "";

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }
}
