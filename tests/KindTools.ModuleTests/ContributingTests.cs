using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Module = KindTools.Testing.Module;

namespace KindTools.ModuleTests;

/// <summary>Whether what CONTRIBUTING.md and THIRD-PARTY-NOTICES.txt say of the dependencies is so.</summary>
public sealed partial class ContributingTests
{
    private static readonly string Packages = typeof(ContributingTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Packages").Value!;

    private static readonly string Contributing = File.ReadAllText(Path.Combine(Module.Root, "CONTRIBUTING.md"));

    /// <summary>The packages that the repository refers to, with their versions.</summary>
    public static TheoryData<string, string> Direct { get; } =
    [
        .. XDocument.Load(Path.Combine(Module.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => (package.Attribute("Include")!.Value, package.Attribute("Version")!.Value)),
    ];

    [Theory]
    [MemberData(nameof(Direct))]
    public void Every_dependency_is_justified_in_a_line_with_the_licence_that_it_states(string package, string version)
    {
        var line = Assert.Single(Row().Matches(Contributing), row => row.Groups["package"].Value == package);

        Assert.NotEmpty(line.Groups["why"].Value);
        var nuspec = XDocument.Load(Path.Combine(Packages, package.ToLowerInvariant(), version, package.ToLowerInvariant() + ".nuspec"));
        var licence = nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")?.Value;
        if (licence is not null) Assert.Equal(licence, line.Groups["licence"].Value);
    }

    [Fact]
    public void Every_library_of_the_package_is_named_and_its_licence_is_with_it()
    {
        using var lockFile = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Module.Root, "src", "KindTools.Core", "packages.lock.json")));
        var libraries = lockFile.RootElement.GetProperty("dependencies").EnumerateObject().Single().Value.EnumerateObject()
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => package.Name);
        var notices = File.ReadAllText(Path.Combine(Module.Root, "THIRD-PARTY-NOTICES.txt"));

        Assert.All(libraries, library =>
        {
            Assert.Contains(library, Contributing, StringComparison.Ordinal);
            Assert.Contains(library.StartsWith("Docker.DotNet.Enhanced", StringComparison.Ordinal) ? "Docker.DotNet.Enhanced and its parts" : library, notices, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("bug.yml")]
    [InlineData("cause.yml")]
    public void Issue_templates_ask_for_the_support_output(string template)
    {
        var text = File.ReadAllText(Path.Combine(Module.Root, ".github", "ISSUE_TEMPLATE", template));

        Assert.Matches(@"label: Get-KindToolsInfo[\s\S]*?required: true", text);
    }

    [Theory]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("SECURITY.md")]
    [InlineData("README.md")]
    public void Links_lead_somewhere(string file)
    {
        var broken = RelativeLink().Matches(File.ReadAllText(Path.Combine(Module.Root, file))).Select(link => link.Groups[1].Value)
            .Where(target => !Path.Exists(Path.Combine(Module.Root, target)));

        Assert.Empty(broken);
    }

    [GeneratedRegex(@"^\| (?<package>[\w.]+) \| (?<why>[^|]+) \| (?<licence>[\w.-]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\((?!https:|#)([^)#]+)")]
    private static partial Regex RelativeLink();
}
