using System.Globalization;
using System.Xml.Linq;

namespace KindTools.Help;

/// <summary>Writes help as the XML that PowerShell reads for compiled cmdlets.</summary>
internal static class Maml
{
    private static readonly XNamespace Root = "http://msh";
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XDocument From(IEnumerable<CmdletHelp> cmdlets) => new(
        new XElement(Root + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(CommandElement)));

    private static XElement CommandElement(CmdletHelp help)
    {
        var (verb, noun) = help.Name.Split('-') is [var v, var n] ? (v, n) : (help.Name, "");
        return new XElement(
            Command + "command",
            // PowerShell's reader looks for some elements by their prefixed names.
            new XAttribute(XNamespace.Xmlns + "maml", Text),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", help.Name),
                new XElement(Command + "verb", verb),
                new XElement(Command + "noun", noun),
                Description([help.Synopsis])),
            Description(help.Description),
            new XElement(Command + "syntax", help.Syntax.Select(syntax => SyntaxItem(help.Name, syntax))),
            new XElement(Command + "parameters", help.Parameters.Select(parameter => Parameter(parameter, parameter.Attributes[0]))),
            new XElement(Command + "inputTypes", help.Inputs.Select(type => TypeElement("inputType", type))),
            new XElement(Command + "returnValues", help.Outputs.Select(type => TypeElement("returnValue", type))),
            new XElement(Text + "alertSet", new XElement(Text + "alert", help.Notes.Select(Paragraph))),
            new XElement(Command + "examples", help.Examples.Select(Example)),
            new XElement(
                Command + "relatedLinks",
                // Get-Help -Online opens the first.
                Link("Online Version:", help.OnlineVersion),
                help.Links.Select(link => Link(link.Text, link.Uri))));
    }

    private static XElement SyntaxItem(string cmdlet, HelpSyntax syntax) => new(
        Command + "syntaxItem",
        new XElement(Text + "name", cmdlet),
        syntax.Parameters.Select(parameter => Parameter(parameter, parameter.In(syntax.ParameterSet)!)));

    private static XElement Parameter(HelpParameter parameter, ParameterAttributes attributes) => new(
        Command + "parameter",
        new XAttribute("required", attributes.Required),
        new XAttribute("variableLength", attributes.Type.EndsWith("[]", StringComparison.Ordinal)),
        new XAttribute("globbing", attributes.Wildcards),
        new XAttribute("pipelineInput", attributes.PipelineInput),
        new XAttribute("position", attributes.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", attributes.Aliases.Count > 0 ? string.Join(", ", attributes.Aliases) : "none"),
        new XElement(Text + "name", parameter.Name),
        Description(parameter.Description),
        attributes.AcceptedValues.Count == 0 ? null : new XElement(
            Command + "parameterValueGroup",
            attributes.AcceptedValues.Select(value => ParameterValue(value))),
        // A switch takes no value, and the diagram must not show one.
        attributes.IsSwitch ? null : ParameterValue(attributes.DisplayType),
        new XElement(Dev + "type", new XElement(Text + "name", attributes.Type), new XElement(Text + "uri")),
        new XElement(Dev + "defaultValue", attributes.DefaultValue));

    private static XElement ParameterValue(string text) =>
        new(Command + "parameterValue", new XAttribute("required", true), new XAttribute("variableLength", false), text);

    private static XElement TypeElement(string name, HelpType type) => new(
        Command + name,
        new XElement(Dev + "type", new XElement(Text + "name", type.Name)),
        Description(type.Description));

    private static XElement Example(HelpExample example) => new(
        Command + "example",
        new XElement(Text + "title", $"---- {example.Title} ----"),
        // Nothing separates the introduction from the code but the line breaks that it brings itself.
        new XElement(Text + "introduction", example.Introduction.Select(text => Paragraph(text + "\n\n"))),
        new XElement(Dev + "code", example.Code),
        // Nor the remarks, or the code when there are none, from the next example: hence the empty paragraph.
        new XElement(Dev + "remarks", example.Remarks.Append("").Select(Paragraph)));

    private static XElement Link(string text, Uri? uri) => new(
        Text + "navigationLink",
        new XElement(Text + "linkText", text),
        new XElement(Text + "uri", uri));

    private static XElement Description(IEnumerable<string> paragraphs) => new(Text + "description", paragraphs.Select(Paragraph));

    private static XElement Paragraph(string text) => new(Text + "para", text);
}
