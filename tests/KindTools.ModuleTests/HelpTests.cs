using System.Management.Automation;
using System.Text.RegularExpressions;

namespace KindTools.ModuleTests;

/// <summary>What Get-Help says, and whether it is true of the cmdlets.</summary>
public partial class HelpTests
{
    public static TheoryData<string> Cmdlets
    {
        get
        {
            using var module = new Module();
            return [.. module.Run("Get-Command -Module KindTools -CommandType Cmdlet").Select(command => ((CmdletInfo)command.BaseObject).Name)];
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_cmdlet_has_whole_help(string cmdlet)
    {
        using var module = new Module();

        var help = HelpOf(module, cmdlet);

        Assert.NotEmpty(Text(help, "Synopsis"));
        Assert.NotEmpty(Many(help, "description"));
        Assert.NotEmpty(Many(help, "inputTypes", "inputType"));
        Assert.NotEmpty(Many(help, "returnValues", "returnValue"));
        Assert.NotEmpty(Many(help, "alertSet", "alert"));
        var examples = Many(help, "examples", "example");
        Assert.InRange(examples.Count, 3, int.MaxValue);
        Assert.All(examples, example => Assert.Contains(cmdlet, Text(example, "code"), StringComparison.Ordinal));
    }

    /// <summary>All that the sources can give.</summary>
    internal static IReadOnlyList<string> ErrorIds { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Module.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => ErrorId().Matches(File.ReadAllText(path))).Select(match => match.Groups[1].Value).Distinct(),
    ];

    [Fact]
    public void Every_error_id_is_listed_in_a_page()
    {
        var pages = string.Concat(Directory.EnumerateFiles(Path.Combine(Module.Root, "docs"), "*.md").Select(File.ReadAllText));

        Assert.Contains("EngineNotReachable", ErrorIds);
        Assert.All(ErrorIds, id => Assert.Matches($@"\b{id}\b", pages));
    }

    [GeneratedRegex(@"""([A-Z][A-Za-z]+)"",\s+FailureCategory\.")]
    private static partial Regex ErrorId();

    [Fact]
    public void No_example_waits_to_be_captured()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Module.Root, "docs"), "*.md");

        Assert.Empty(pages.Where(page => Placeholder().IsMatch(File.ReadAllText(page))).Select(Path.GetFileName));
    }

    [GeneratedRegex(@"^@@\w*@@$|```Output\s+```", RegexOptions.Multiline)]
    private static partial Regex Placeholder();

    /// <summary>Where the project lives is written in many places that cannot read it from one; Directory.Build.props has the one that counts.</summary>
    [Fact]
    public void The_repository_has_one_address()
    {
        var root = Module.Root;
        var files = Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories))
            .Append(Path.Combine(root, "KindTools.psd1")).Append(Path.Combine(root, "README.md"));
        var addresses = files.SelectMany(path => OurAddress().Matches(File.ReadAllText(path))).Select(match => match.Value).Distinct();

        Assert.Equal([Repository], addresses);
    }

    internal static string Repository { get; } = RepositoryUrl().Match(File.ReadAllText(Path.Combine(Module.Root, "Directory.Build.props"))).Groups[1].Value;

    [GeneratedRegex("<RepositoryUrl>(.+)</RepositoryUrl>")]
    private static partial Regex RepositoryUrl();

    [GeneratedRegex("https://github.com/[^/\\s]+/KindTools\\b")]
    private static partial Regex OurAddress();

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Examples_and_single_parameters_can_be_asked_for(string cmdlet)
    {
        var host = new PrintingHost(width: 100);
        using var module = new Module(host: host);
        var parameters = ParametersOf(module, cmdlet).Keys;

        module.Run($"Get-Help {cmdlet} -Examples | Out-Default");
        Assert.Contains("Example 1: ", host.Printed, StringComparison.Ordinal);
        Assert.Contains(cmdlet, host.Printed, StringComparison.Ordinal);

        Assert.All(parameters, parameter =>
        {
            var help = Assert.Single(module.Run($"Get-Help {cmdlet} -Parameter {parameter}"));
            Assert.Equal(parameter, Text(help, "name"));
            Assert.InRange(string.Concat(Many(help, "description").Select(paragraph => Text(paragraph, "Text"))).Length, 20, int.MaxValue);
        });
        Assert.Empty(module.Errors);
    }

    /// <summary>What is written is described to its last property, those included by which it binds when it is piped.</summary>
    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_property_of_what_it_writes_is_described(string cmdlet)
    {
        using var module = new Module();
        var described = Many(HelpOf(module, cmdlet), "returnValues", "returnValue").ToDictionary(value => Text(value, "type", "name"), value => string.Concat(Many(value, "description").Select(paragraph => Text(paragraph, "Text") + "\n")));

        Assert.All(CommandOf(module, cmdlet).OutputType, type =>
        {
            Assert.Contains(type.Name, described.Keys);
            if (!type.Name.StartsWith("KindTools.", StringComparison.Ordinal)) return;

            var aliases = module.Run($"Get-TypeData {type.Name} | ForEach-Object {{ $_.Members.Keys }}").Select(name => name.ToString());
            var properties = type.Type.GetProperties().Where(property => property.Name != "EqualityContract").Select(property => property.Name).Concat(aliases);
            Assert.All(properties, name => Assert.Matches($@"(?m)^\s*- {name}: \S", described[type.Name]));
        });
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_parameter_is_described_and_every_description_has_a_parameter(string cmdlet)
    {
        using var module = new Module();

        var described = Many(HelpOf(module, cmdlet), "parameters", "parameter");

        Assert.Equal(ParametersOf(module, cmdlet).Keys.Order(), described.Select(parameter => Text(parameter, "name")).Order());
        Assert.All(described, parameter => Assert.NotEmpty(Many(parameter, "description")));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_parameter_binds_as_its_description_says(string cmdlet)
    {
        using var module = new Module();
        var parameters = ParametersOf(module, cmdlet);

        Assert.All(Many(HelpOf(module, cmdlet), "parameters", "parameter"), described =>
        {
            var real = parameters[Text(described, "name")];
            Assert.Equal(Facts(real), string.Join("; ",
                $"type {Text(described, "type", "name")}",
                $"aliases {Text(described, "aliases")}",
                $"required {Text(described, "required")}",
                $"position {Text(described, "position")}",
                $"pipeline {Text(described, "pipelineInput")}",
                $"wildcards {Text(described, "globbing")}"));
        });
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_syntax_is_that_of_Get_Command(string cmdlet)
    {
        using var module = new Module();
        var real = CommandOf(module, cmdlet).ParameterSets.Select(set => set.ToString());

        var shown = Many(HelpOf(module, cmdlet), "syntax", "syntaxItem").Select(Diagram);

        Assert.Equal(real.Order(), shown.Order());
    }

    [Fact]
    public void The_module_has_a_topic_of_its_own()
    {
        using var module = new Module();

        var topic = Assert.Single(module.Run("Get-Help about_KindTools"));

        Assert.Empty(module.Errors);
        Assert.Contains("DOCKER_HOST", topic.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("The image you built", Text(topic, "Synopsis").Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_between_pages_lead_somewhere()
    {
        var docs = Path.Combine(Module.Root, "docs");
        var broken =
            from page in Directory.EnumerateFiles(docs, "*.md")
            from Match link in RelativeLink().Matches(File.ReadAllText(page))
            where !Path.Exists(Path.Combine(docs, link.Groups[1].Value))
            select $"{Path.GetFileName(page)}: {link.Groups[1].Value}";

        Assert.Empty(broken);
    }

    [GeneratedRegex(@"\]\((?!https:|#)([^)#]+)")]
    private static partial Regex RelativeLink();

    private static PSObject HelpOf(Module module, string cmdlet)
    {
        var help = Assert.Single(module.Run($"Get-Help {cmdlet} -Full"));
        Assert.Empty(module.Errors);
        // Without a page PowerShell makes help up, of another type.
        Assert.Contains("MamlCommandHelpInfo#FullView", help.TypeNames);
        return help;
    }

    private static CmdletInfo CommandOf(Module module, string cmdlet) =>
        (CmdletInfo)Assert.Single(module.Run($"Get-Command {cmdlet}")).BaseObject;

    private static Dictionary<string, ParameterMetadata> ParametersOf(Module module, string cmdlet) =>
        CommandOf(module, cmdlet).Parameters
            .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Key))
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value);

    /// <summary>The items below a path, of which PowerShell's help objects hold one or many.</summary>
    private static List<PSObject> Many(PSObject parent, params string[] path)
    {
        object? value = parent;
        foreach (var name in path) value = value is null ? null : PSObject.AsPSObject(value).Properties[name]?.Value;
        return [.. (LanguagePrimitives.GetEnumerable(value)?.Cast<object>() ?? (value is null ? [] : [value])).Select(PSObject.AsPSObject)];
    }

    private static string Text(PSObject parent, params string[] path) => Many(parent, path) is [var one] ? one.ToString() : "";

    private static string Facts(ParameterMetadata parameter)
    {
        var sets = parameter.ParameterSets.Values;
        string[] pipeline =
        [
            .. sets.Any(set => set.ValueFromPipelineByPropertyName) ? ["ByPropertyName"] : Array.Empty<string>(),
            .. sets.Any(set => set.ValueFromPipeline) ? ["ByValue"] : Array.Empty<string>(),
        ];
        var position = sets.First().Position;
        return string.Join("; ",
            $"type {parameter.ParameterType.Name}",
            $"aliases {(parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none")}",
            $"required {(sets.First().IsMandatory ? "true" : "false")}",
            $"position {(position == int.MinValue ? "named" : position)}",
            $"pipeline {(pipeline.Length > 0 ? $"True ({string.Join(", ", pipeline)})" : "False")}",
            $"wildcards {(parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any() ? "true" : "false")}");
    }

    /// <summary>As PowerShell's own help view draws it.</summary>
    private static string Diagram(PSObject syntaxItem)
    {
        var parameters = Many(syntaxItem, "parameter").Select(parameter =>
        {
            var name = Text(parameter, "position") == "named" ? $"-{Text(parameter, "name")}" : $"[-{Text(parameter, "name")}]";
            var value = Text(parameter, "parameterValue") is { Length: > 0 } type ? $" <{type}>" : "";
            return Text(parameter, "required") == "true" ? name + value : $"[{name}{value}]";
        });
        return string.Join(' ', [.. parameters, "[<CommonParameters>]"]);
    }
}
