using KindTools.Help;

namespace KindTools.Tests.Help;

public class CmdletPageTests
{
    private static readonly CmdletHelp Page = CmdletPage.Read(SamplePage.Name, SamplePage.Markdown);

    [Fact]
    public void Texts_become_plain_paragraphs()
    {
        Assert.Equal("Gets things, all of them.", Page.Synopsis);
        Assert.Equal(
            ["The first paragraph, with `code`.", "A list:", "- one\n- two links (https://example.org/two)"],
            Page.Description);
        Assert.Equal(["Nothing to note."], Page.Notes);
    }

    [Fact]
    public void Each_parameter_set_has_its_parameters_in_the_order_of_its_diagram()
    {
        Assert.Equal(["ByName", "ById"], Page.Syntax.Select(syntax => syntax.ParameterSet));
        Assert.Equal(["Name", "Deep"], Page.Syntax[0].Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["Id", "Deep"], Page.Syntax[1].Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void A_parameter_tells_how_it_binds()
    {
        var name = Page.Parameters.Single(parameter => parameter.Name == "Name");

        Assert.Equal(["Its name."], name.Description);
        Assert.Null(name.In("ById"));
        var attributes = name.In("ByName")!;
        Assert.Equal("String[]", attributes.Type);
        Assert.Equal("string[]", attributes.DisplayType);
        Assert.Equal(["Thing", "ThingName"], attributes.Aliases);
        Assert.False(attributes.Required);
        Assert.Equal(0, attributes.Position);
        Assert.Equal("All things", attributes.DefaultValue);
        Assert.Equal("True (ByPropertyName, ByValue)", attributes.PipelineInput);
        Assert.True(attributes.Wildcards);
    }

    [Fact]
    public void An_example_keeps_code_and_output_together()
    {
        var example = Assert.Single(Page.Examples);

        Assert.Equal("Example 1: Get one", example.Title);
        Assert.Equal(["Say its name:"], example.Introduction);
        Assert.Equal("Get-Thing one\n\nName  Size\n----  ----\none      1", example.Code);
        Assert.Equal(["There it is."], example.Remarks);
    }

    [Fact]
    public void Types_and_links_are_read()
    {
        Assert.Equal(("System.String[]", "Names."), (Page.Inputs[0].Name, Page.Inputs[0].Description[0]));
        Assert.Equal("KindTools.Thing", Page.Outputs[0].Name);
        Assert.Equal("https://example.org/docs/Get-Thing.md", Page.OnlineVersion.ToString());
        Assert.Equal([new("Set-Thing", null), new HelpLink("Elsewhere", new Uri("https://example.org/elsewhere"))], Page.Links);
    }

    [Theory]
    // text on the page            what stands there instead          the line to mend             what is said
    [InlineData("schema: 2.0.0", "schema: 3.0.0", "---", "schema: 2.0.0")]
    [InlineData("online version: https://example.org/docs/Get-Thing.md", "online version:", "---", "online version")]
    [InlineData("# Get-Thing", "# Get-Other", "# Get-Other", "file name 'Get-Thing'")]
    [InlineData("## NOTES", "## REMARKS", "## REMARKS", "should be 'NOTES'")]
    [InlineData("## INPUTS", "### INPUTS", "## OUTPUTS", "should be 'INPUTS'")]
    [InlineData("Nothing to note.", "", "## NOTES", "says nothing")]
    [InlineData("Nothing to note.", "| a |\n| - |\n| b |", "| a |", "Table")]
    [InlineData("Nothing to note.", "![x](y.png)", "![x](y.png)", "LinkInline")]
    [InlineData("### -Deep", "### Deep", "### Deep", "such as '-Name'")]
    [InlineData("### -Deep", "##### -Deep", "##### -Deep", "skips a level")]
    [InlineData("Looks deeper.", "", "### -Deep", "no description")]
    [InlineData("Type: SwitchParameter", "Kind: SwitchParameter", "Kind: SwitchParameter", "'Kind' is not known")]
    [InlineData("Type: Int32", "", "### -Id+4", "'Type' is missing")]
    [InlineData("Required: True", "Required: Perhaps", "Required: Perhaps", "True or False")]
    [InlineData("Position: Named", "Position: last", "Position: last", "a number from 0")]
    [InlineData("Default value: All things", "Default value:", "Default value:", "is empty")]
    [InlineData("Default value: All things", "all things", "all things", "not 'key: value'")]
    [InlineData("Get-Thing [[-Name] <string[]>] [-Deep] [<CommonParameters>]", "Get-Thing [-Name] <string[]> [-Deep] [<CommonParameters>]", "### ByName (Default)+2", "[[-Name] <string[]>] [-Deep]")]
    [InlineData("Get-Thing [[-Name] <string[]>] [-Deep] [<CommonParameters>]", "Get-Thing [[-Name] <string[]>] [<CommonParameters>]", "### ByName (Default)+2", "[-Deep]")]
    [InlineData("Parameter Sets: ById", "Parameter Sets: ByNumber", "### ById+2", "Get-Thing [-Deep]")]
    [InlineData("There it is.", "There:\n\n```powershell\nGet-Thing two\n```", "There:+2", "Code after the remarks")]
    public void A_page_that_is_not_in_the_layout_is_refused_at_its_line(string text, string instead, string line, string message)
    {
        var markdown = string.Join('\n', SamplePage.Markdown.Split('\n').Select(each => each == text ? instead : each));
        var (anchor, offset) = line.Split('+') is [var start, var lines] ? (start, int.Parse(lines)) : (line, 0);

        var problem = Assert.Throws<HelpPageException>(() => CmdletPage.Read(SamplePage.Name, markdown));

        Assert.Contains(message, problem.Message);
        Assert.Equal(SamplePage.LineOf(markdown, anchor) + offset, problem.Line);
    }

    [Theory]
    [InlineData("Get-KindNodeImage", true)]
    [InlineData("design", false)]
    [InlineData("how-to", false)]
    [InlineData("about_KindTools", false)]
    public void Pages_of_cmdlets_are_known_by_their_names(string name, bool expected) =>
        Assert.Equal(expected, CmdletPage.IsCmdletName(name));
}
