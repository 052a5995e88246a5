using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace KindTools.ModuleTests;

/// <summary>Whether what the topics tell people to type, and the words that they explain, are those of the module.</summary>
public partial class AboutTopicsTests
{
    private static readonly string Docs = Path.Combine(Module.Root, "docs");

    public static TheoryData<string> Topics { get; } = [.. Directory.EnumerateFiles(Docs, "about_*.md").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Topics))]
    public void Get_Help_shows_it(string topic)
    {
        using var module = new Module();

        var help = Assert.Single(module.Run($"Get-Help {topic}"));

        Assert.Empty(module.Errors);
        Assert.Contains("LONG DESCRIPTION", help.ToString(), StringComparison.Ordinal);
        Assert.InRange(help.Properties["Synopsis"].Value.ToString()!.Trim().Length, 20, 200);
        // The short description has to stand on one line.
        Assert.DoesNotContain(help.ToString().Split("LONG DESCRIPTION")[1].Split('\n'), line => line.TrimEnd().Length > 100);
    }

    /// <summary>Code blocks, and what stands between backticks and begins with a cmdlet.</summary>
    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_command_in_it_binds(string topic)
    {
        using var module = new Module();
        var text = File.ReadAllText(Path.Combine(Docs, topic + ".md"));
        var commands = IndentedCode().Matches(text).Select(match => match.Value).Concat(InlineCode().Matches(text).Select(match => match.Groups[1].Value))
            .SelectMany(code => Parser.ParseInput(code, out _, out _).FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true)).Cast<CommandAst>()
            .Where(command => command.GetCommandName() is { } name && CmdletName().IsMatch(name)).ToList();

        Assert.NotEmpty(commands);
        Assert.All(commands, command =>
        {
            var name = command.GetCommandName();
            var known = module.Run($"Get-Command {name} -ErrorAction Ignore");
            if (known.Count == 0)
            {
                // Those of modules that this small engine lacks.
                Assert.Contains(name, (string[])["Select-Object", "Out-File", "Format-List"]);
                return;
            }

            var parameters = ((CommandInfo)known[0].BaseObject).Parameters;
            Assert.All(command.CommandElements.OfType<CommandParameterAst>(), given => Assert.True(
                parameters.Keys.Concat(parameters.Values.SelectMany(parameter => parameter.Aliases)).Contains(given.ParameterName, StringComparer.OrdinalIgnoreCase), $"{name} has no -{given.ParameterName}"));
        });
    }

    /// <summary>ErrorIds, causes, kinds of drift, verdicts, states: a word in Pascal case between backticks is one that the module says.</summary>
    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_word_that_it_explains_is_one_that_the_module_says(string topic)
    {
        using var module = new Module();
        var types = ((Type)module.Run("(Get-Command Get-KindCluster).OutputType[0].Type")[0].BaseObject).Assembly.GetExportedTypes();
        var words = types.Where(type => type.IsEnum).SelectMany(Enum.GetNames)
            .Concat(types.SelectMany(type => type.GetProperties()).Select(property => property.Name))
            .Concat(HelpTests.ErrorIds)
            .Concat(WordsOfOthers)
            .ToHashSet();

        var explained = PascalWord().Matches(File.ReadAllText(Path.Combine(Docs, topic + ".md"))).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Empty(explained.Except(words));
    }

    /// <summary>The kubelet's reasons, an admission plugin, PowerShell's properties of errors, settings of ssh.</summary>
    private static readonly string[] WordsOfOthers =
        ["ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "AlwaysPullImages", "FullyQualifiedErrorId", "TargetObject", "ControlMaster", "ControlPersist"];

    [GeneratedRegex(@"(?:^    (?!\s).*\n)+", RegexOptions.Multiline)]
    private static partial Regex IndentedCode();

    [GeneratedRegex(@"`([A-Z][a-z]+-[A-Z][A-Za-z]+[^`\n]*)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`")]
    private static partial Regex PascalWord();

    [GeneratedRegex(@"^[A-Z][a-z]+-[A-Z][A-Za-z]+$")]
    private static partial Regex CmdletName();
}
