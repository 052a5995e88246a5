using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace KindTools.Help;

/// <summary>Reads a cmdlet's page: PlatyPS' layout, schema 2.0.0, all sections, in its order.</summary>
internal static partial class CmdletPage
{
    /// <summary>What PowerShell looks for: the name of the dll that holds the cmdlets, with this ending.</summary>
    public const string HelpFile = "KindTools.dll-Help.xml";

    private static readonly string[] SectionTitles =
        ["SYNOPSIS", "SYNTAX", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    /// <summary>Whether a page of this name (without .md) is about a cmdlet.</summary>
    public static bool IsCmdletName(string name) => CmdletName().IsMatch(name);

    public static CmdletHelp Read(string name, string markdown)
    {
        var page = HelpPage.Parse(markdown);
        if (page.Root.Title != name)
            throw new HelpPageException(page.Root.Line, $"The page's heading is '{page.Root.Title}', its file name '{name}'.");

        RequireFrontMatter(page, "external help file", HelpFile);
        RequireFrontMatter(page, "Module Name", "KindTools");
        RequireFrontMatter(page, "schema", "2.0.0");
        if (!Uri.TryCreate(page.FrontMatter.GetValueOrDefault("online version"), UriKind.Absolute, out var online))
            throw new HelpPageException(1, "The front matter lacks an 'online version' that is a URL.");

        var sections = RequireSections(page.Root);
        var parameters = ParameterSection.Read(sections["PARAMETERS"]);

        return new CmdletHelp
        {
            Name = name,
            OnlineVersion = online,
            Synopsis = string.Join(' ', sections["SYNOPSIS"].RequireText()),
            Syntax = SyntaxSection.Read(sections["SYNTAX"], name, parameters),
            Description = sections["DESCRIPTION"].RequireText(),
            Examples = ReadExamples(sections["EXAMPLES"]),
            Parameters = parameters,
            Inputs = ReadTypes(sections["INPUTS"]),
            Outputs = ReadTypes(sections["OUTPUTS"]),
            Notes = sections["NOTES"].RequireText(),
            Links = ReadLinks(sections["RELATED LINKS"]),
        };
    }

    [GeneratedRegex("^[A-Z][A-Za-z]+-[A-Z][A-Za-z]+$")]
    private static partial Regex CmdletName();

    private static void RequireFrontMatter(HelpPage page, string key, string value)
    {
        if (page.FrontMatter.GetValueOrDefault(key) != value)
            throw new HelpPageException(1, $"The front matter lacks '{key}: {value}'.");
    }

    private static Dictionary<string, PageSection> RequireSections(PageSection root)
    {
        root.RefuseBlocks();
        for (var i = 0; i < SectionTitles.Length; i++)
        {
            if (i >= root.Sections.Count)
                throw new HelpPageException(root.Line, $"The section '{SectionTitles[i]}' is missing.");
            if (root.Sections[i].Title != SectionTitles[i])
                throw new HelpPageException(root.Sections[i].Line, $"Here should be '{SectionTitles[i]}', not '{root.Sections[i].Title}'.");
        }

        if (root.Sections.Count > SectionTitles.Length)
            throw new HelpPageException(root.Sections[SectionTitles.Length].Line, "There is no section after 'RELATED LINKS'.");

        return root.Sections.ToDictionary(section => section.Title);
    }

    private static List<HelpExample> ReadExamples(PageSection section)
    {
        section.RefuseBlocks();
        if (section.Sections.Count == 0) throw new HelpPageException(section.Line, "There is no example.");

        return [.. section.Sections.Select(ReadExample)];
    }

    private static HelpExample ReadExample(PageSection section)
    {
        section.RefuseSections();
        var introduction = section.Blocks.TakeWhile(block => block is not FencedCodeBlock).ToList();
        var code = section.Blocks.Skip(introduction.Count).TakeWhile(block => block is FencedCodeBlock).Cast<FencedCodeBlock>().ToList();
        var remarks = section.Blocks.Skip(introduction.Count + code.Count).ToList();

        if (code.Count == 0) throw new HelpPageException(section.Line, "The example has no code.");
        // Get-Help shows all code of an example in one place; a second block would move away from its text.
        if (remarks.Find(block => block is FencedCodeBlock) is { } late)
            throw new HelpPageException(late.LineNumber(), "Code after the remarks: put it to the rest, or make it an example of its own.");

        return new HelpExample(
            section.Title,
            PlainText.Paragraphs(introduction),
            string.Join("\n\n", code.Select(block => block.Code())),
            PlainText.Paragraphs(remarks));
    }

    private static List<HelpType> ReadTypes(PageSection section)
    {
        section.RefuseBlocks();
        if (section.Sections.Count == 0) throw new HelpPageException(section.Line, $"'{section.Title}' names no type; say 'None'.");

        return [.. section.Sections.Select(type =>
        {
            type.RefuseSections();
            return new HelpType(type.Title, PlainText.Paragraphs(type.Blocks));
        })];
    }

    private static List<HelpLink> ReadLinks(PageSection section)
    {
        section.RefuseSections();
        return [.. section.Blocks
            .SelectMany(block => block.Descendants<LinkInline>())
            .Select(link => new HelpLink(
                link.FirstChild?.ToString() ?? "",
                Uri.TryCreate(link.Url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps ? uri : null))];
    }
}
