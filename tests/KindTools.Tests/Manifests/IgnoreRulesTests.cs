using System.ComponentModel;
using System.Diagnostics;
using KindTools.Core.Manifests;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Manifests;

/// <summary>What git ignores, against git itself.</summary>
public sealed class IgnoreRulesTests : IDisposable
{
    private static readonly string[] Files =
    [
        "a.yaml", "b.yaml", "a b.yaml", "#a.yaml", "!a.yaml", "a[1].yaml", "a1.yaml", "ab.yaml", "build/a.yaml", "build/keep/a.yaml", "sub/a.yaml",
        "sub/build/a.yaml", "sub/deep/down/a.yaml", "sub/deep/down/b.yaml", "vendor/x/a.yaml", "x/vendor/a.yaml", "é.yaml",
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string> Rules { get; } = new()
    {
        // .gitignore, sub/.gitignore, .git/info/exclude
        { "", "", "" },
        { "a.yaml", "", "" },
        { "/a.yaml", "", "" },
        { "build/", "", "" },
        { "build", "", "" },
        { "/build/*\n!/build/keep", "", "" },
        { "build/\n!build/keep/a.yaml", "", "" },
        { "*.yaml\n!b.yaml", "", "" },
        { "*.yaml", "!a.yaml", "" },
        { "!a.yaml", "a.yaml", "" },
        { "sub/*.yaml", "", "" },
        { "sub/**/a.yaml", "", "" },
        { "**/down/a.yaml", "", "" },
        { "**/vendor", "", "" },
        { "vendor/**", "", "" },
        { "sub/**", "", "" },
        { "**", "", "" },
        { "a**b.yaml", "", "" },
        { "?.yaml", "", "" },
        { "a?.yaml", "", "" },
        { "[ab].yaml", "", "" },
        { "[!a].yaml", "", "" },
        { "[^a].yaml", "", "" },
        { "a[0-9].yaml", "", "" },
        { "a[[]1].yaml", "", "" },
        { "a\\[1].yaml", "", "" },
        { "\\#a.yaml", "", "" },
        { "#a.yaml", "", "" },
        { "\\!a.yaml", "", "" },
        { "a\\ b.yaml", "", "" },
        { "a.yaml   ", "", "" },
        { "a.yaml\r\nb.yaml\r\n", "", "" },
        { "é.yaml", "", "" },
        { "", "/deep/", "" },
        { "", "deep/down/b.yaml", "" },
        { "", "", "a.yaml" },
        { "!a.yaml", "", "a.yaml" },
        { "a[.yaml", "", "" },
        { "a[z-a].yaml", "", "" },
        { "/", "", "" },
        { "!", "", "" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Rules))]
    public void What_is_read_is_what_git_would_add(string root, string sub, string exclude)
    {
        Git("init", "--quiet");
        foreach (var file in Files) _folder.Write(file, "a: b");
        if (root.Length > 0) _folder.Write(".gitignore", root);
        if (sub.Length > 0) _folder.Write("sub/.gitignore", sub);
        _folder.Write(".git/info/exclude", exclude);

        var expected = Git("-c", "core.excludesFile=/dev/null", "ls-files", "-z", "--others", "--exclude-standard", "*.yaml").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var read = ManifestFolder.Files(_folder.Path, recurse: true).Select(file => Path.GetRelativePath(_folder.Path, file));

        Assert.Equal(expected.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rules_hold_from_the_root_of_the_work_tree_down_and_nowhere_else()
    {
        _folder.Write("sub/a.yaml", "a: b");
        _folder.Write(".gitignore", "a.yaml");
        Assert.Single(ManifestFolder.Files(Path.Combine(_folder.Path, "sub"), recurse: false));

        Git("init", "--quiet");
        Assert.Empty(ManifestFolder.Files(Path.Combine(_folder.Path, "sub"), recurse: false));

        // A work tree within has rules of its own.
        Directory.CreateDirectory(Path.Combine(_folder.Path, "sub", ".git"));
        Assert.Single(ManifestFolder.Files(_folder.Path, recurse: true));
    }

    private string Git(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Skip("git is not installed.");
            throw;
        }
    }
}
