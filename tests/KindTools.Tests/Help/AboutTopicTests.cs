using KindTools.Help;

namespace KindTools.Tests.Help;

public class AboutTopicTests
{
    private const string Page = """
        # about_Things

        ## Short description

        What things are.

        ## Long description

        A line that is long enough to be wrapped at some word near the end of eighty columns.

        1. A list item that is long enough to be wrapped at some word near the end of eighty columns.

        ### More

            Get-Thing -Name 'a line of code that is too long, and stays whole, as it must to be run'
        """;

    [Fact]
    public void A_topic_becomes_text_with_its_synopsis_on_line_five()
    {
        Assert.Equal(
            """
            TOPIC
                about_Things

            SHORT DESCRIPTION
                What things are.

            LONG DESCRIPTION
                A line that is long enough to be wrapped at some word near the end of eighty
                columns.

                1. A list item that is long enough to be wrapped at some word near the end
                   of eighty columns.

              More
                    Get-Thing -Name 'a line of code that is too long, and stays whole, as it must to be run'

            """,
            AboutTopic.ToText("about_Things", Page));
    }

    [Theory]
    [InlineData("# about_Things", "# about_Other", 1)]
    [InlineData("## Short description", "## Description", 1)]
    [InlineData("What things are.", "What things are.\n\nAnd more.", 3)]
    [InlineData("### More", "# More", 13)]
    public void A_topic_that_is_not_in_the_layout_is_refused_at_its_line(string text, string instead, int line)
    {
        var problem = Assert.Throws<HelpPageException>(
            () => AboutTopic.ToText("about_Things", Page.Replace(text, instead, StringComparison.Ordinal)));

        Assert.Equal(line, problem.Line);
    }
}
