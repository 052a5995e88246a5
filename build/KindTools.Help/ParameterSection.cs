using Markdig.Syntax;

namespace KindTools.Help;

/// <summary>Reads PARAMETERS: a sub-section each, a description, then how it binds as a yaml block.</summary>
internal static class ParameterSection
{
    private const string CommonParameters = "CommonParameters";

    private static readonly string[] Keys =
    [
        "Type", "Parameter Sets", "Aliases", "Required", "Position", "Default value", "Accept pipeline input",
        "Accept wildcard characters",
    ];

    public static IReadOnlyList<HelpParameter> Read(PageSection section)
    {
        section.RefuseBlocks();
        // Get-Help explains the common ones itself.
        return [.. section.Sections.Where(parameter => parameter.Title != CommonParameters).Select(ReadParameter)];
    }

    private static HelpParameter ReadParameter(PageSection section)
    {
        section.RefuseSections();
        if (!section.Title.StartsWith('-'))
            throw new HelpPageException(section.Line, $"'{section.Title}' is not the name of a parameter, such as '-Name'.");

        var attributes = section.Blocks.OfType<FencedCodeBlock>().Where(block => block.Info == "yaml").ToList();
        var description = PlainText.Paragraphs(section.Blocks.Except(attributes));

        if (description.Count == 0) throw new HelpPageException(section.Line, $"'{section.Title}' has no description.");
        if (attributes.Count == 0) throw new HelpPageException(section.Line, $"'{section.Title}' has no yaml block that tells how it binds.");

        return new HelpParameter(section.Title[1..], description, [.. attributes.Select(ReadAttributes)]);
    }

    private static ParameterAttributes ReadAttributes(FencedCodeBlock block)
    {
        var values = new Dictionary<string, (string Value, int Line)>();
        foreach (var (key, value, line) in KeyValueLines.Of(block))
        {
            if (!Keys.Contains(key) && key != "Accepted values") throw new HelpPageException(line, $"'{key}' is not known here.");
            values[key] = (value, line);
        }

        if (Array.Find(Keys, key => !values.ContainsKey(key)) is { } missing)
            throw new HelpPageException(block.LineNumber(), $"'{missing}' is missing.");

        return new ParameterAttributes
        {
            Type = Text("Type"),
            ParameterSets = List("Parameter Sets"),
            Aliases = List("Aliases"),
            AcceptedValues = values.ContainsKey("Accepted values") ? List("Accepted values") : [],
            Required = Flag("Required"),
            Position = Position(),
            DefaultValue = Text("Default value"),
            PipelineInput = Text("Accept pipeline input"),
            Wildcards = Flag("Accept wildcard characters"),
        };

        string Text(string key) => values[key] switch
        {
            { Value: { Length: > 0 } value } => value,
            var (_, line) => throw new HelpPageException(line, $"'{key}' is empty."),
        };

        List<string> List(string key) =>
            [.. values[key].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

        bool Flag(string key) => bool.TryParse(values[key].Value, out var flag)
            ? flag
            : throw new HelpPageException(values[key].Line, $"'{key}' is True or False.");

        int? Position() => values["Position"] switch
        {
            { Value: "Named" } => null,
            var (value, _) when int.TryParse(value, out var position) => position,
            var (_, line) => throw new HelpPageException(line, "'Position' is a number from 0, or Named."),
        };
    }
}
