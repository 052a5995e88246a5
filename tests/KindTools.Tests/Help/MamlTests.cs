using System.Xml.Linq;
using KindTools.Help;

namespace KindTools.Tests.Help;

public class MamlTests
{
    private static readonly XElement Command =
        Maml.From([CmdletPage.Read(SamplePage.Name, SamplePage.Markdown)]).Root!.Elements().Single();

    [Fact]
    public void A_cmdlet_is_named_in_parts()
    {
        Assert.Equal("Get-Thing", Text(Command, "details", "name"));
        Assert.Equal("Get", Text(Command, "details", "verb"));
        Assert.Equal("Thing", Text(Command, "details", "noun"));
    }

    [Fact]
    public void A_diagram_shows_values_of_parameters_but_not_of_switches()
    {
        var byName = Child(Command, "syntax").Elements().First();

        var parameters = byName.Elements().Where(element => element.Name.LocalName == "parameter").ToList();
        Assert.Equal(["Name", "Deep"], parameters.Select(parameter => Text(parameter, "name")));
        Assert.Equal("string[]", Text(parameters[0], "parameterValue"));
        Assert.DoesNotContain(parameters[1].Elements(), element => element.Name.LocalName == "parameterValue");
    }

    [Fact]
    public void A_parameter_carries_how_it_binds()
    {
        var name = Child(Command, "parameters").Elements().Single(parameter => Text(parameter, "name") == "Name");

        Assert.Equal(
            "required=false variableLength=true globbing=true pipelineInput=True (ByPropertyName, ByValue) position=0 aliases=Thing, ThingName",
            string.Join(' ', name.Attributes().Select(attribute => $"{attribute.Name}={attribute.Value}")));
        Assert.Equal("String[]", Text(name, "type", "name"));
        Assert.Equal("All things", Text(name, "defaultValue"));
    }

    [Fact]
    public void The_online_version_is_the_first_link()
    {
        var links = Child(Command, "relatedLinks").Elements().ToList();

        Assert.Equal("https://example.org/docs/Get-Thing.md", Text(links[0], "uri"));
        Assert.Equal(["Online Version:", "Set-Thing", "Elsewhere"], links.Select(link => Text(link, "linkText")));
        Assert.Equal("", Text(links[1], "uri"));
    }

    private static XElement Child(XElement parent, string name) => parent.Elements().Single(element => element.Name.LocalName == name);

    private static string Text(XElement parent, params string[] path) => path.Aggregate(parent, Child).Value;
}
