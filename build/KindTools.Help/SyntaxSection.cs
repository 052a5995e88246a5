using System.Text.RegularExpressions;
using Markdig.Syntax;

namespace KindTools.Help;

/// <summary>
/// Reads SYNTAX: a sub-section for each parameter set. Get-Help draws its diagrams from PARAMETERS, so the two must
/// say the same; the diagrams on the page add which sets there are and the order within each.
/// </summary>
internal static partial class SyntaxSection
{
    private const string Common = "[<CommonParameters>]";
    private const string DefaultMark = " (Default)";

    public static IReadOnlyList<HelpSyntax> Read(PageSection section, string cmdlet, IReadOnlyList<HelpParameter> parameters)
    {
        section.RefuseBlocks();
        if (section.Sections.Count == 0) throw new HelpPageException(section.Line, "There is no sub-section for a parameter set.");

        var sets = section.Sections.Select(set => ReadSet(set, cmdlet, parameters)).ToList();

        foreach (var set in parameters.SelectMany(parameter => parameter.Attributes).SelectMany(attributes => attributes.ParameterSets))
        {
            if (set != "(All)" && !sets.Exists(syntax => syntax.ParameterSet == set))
                throw new HelpPageException(section.Line, $"PARAMETERS speak of a parameter set '{set}', which is not here.");
        }

        return sets;
    }

    [GeneratedRegex(@"(?<=[\s\[])-(\w+)")]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    private static HelpSyntax ReadSet(PageSection section, string cmdlet, IReadOnlyList<HelpParameter> parameters)
    {
        section.RefuseSections();
        if (section.Blocks is not [FencedCodeBlock block])
            throw new HelpPageException(section.Line, "A parameter set is shown as one code block.");

        var set = section.Title.EndsWith(DefaultMark, StringComparison.Ordinal) ? section.Title[..^DefaultMark.Length] : section.Title;
        var shown = Space().Replace(block.Code(), " ").Trim();
        var names = ParameterName().Matches(shown).Select(match => match.Groups[1].Value).ToList();
        var ordered = parameters
            .Where(parameter => parameter.In(set) is not null)
            .OrderBy(parameter => names.IndexOf(parameter.Name))
            .ToList();

        var meant = string.Join(' ', [cmdlet, .. ordered.Select(parameter => Diagram(parameter.Name, parameter.In(set)!)), Common]);
        if (!string.Equals(shown, meant, StringComparison.OrdinalIgnoreCase))
            throw new HelpPageException(block.LineNumber(), $"PARAMETERS make this '{meant}'.");

        return new HelpSyntax(set, ordered);
    }

    private static string Diagram(string name, ParameterAttributes attributes)
    {
        var shown = attributes.Position is null ? $"-{name}" : $"[-{name}]";
        if (!attributes.IsSwitch) shown += $" <{attributes.DisplayType}>";
        return attributes.Required ? shown : $"[{shown}]";
    }
}
