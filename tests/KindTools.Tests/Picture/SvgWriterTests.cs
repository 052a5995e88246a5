using System.Xml.Linq;
using KindTools.Picture;

namespace KindTools.Tests.Picture;

public class SvgWriterTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Every_run_stands_at_its_column_and_says_how_wide_it_is()
    {
        var texts = Draw("a \e[31mred\e[0m   \e[1mx  y\e[0m\r\n\r\n    <&>").Descendants(Svg + "text").ToList();

        Assert.Equal(["a", "red", "x\u00a0\u00a0y", "<&>"], texts.Select(text => text.Value));
        Assert.Equal(["8.4", "25.2", "33.6", "25.2"], texts.Select(text => text.Attribute("textLength")!.Value));
        var columns = texts.Select(text => Math.Round(((double)text.Attribute("x")! - (double)texts[0].Attribute("x")!) / 8.4));
        Assert.Equal([0, 2, 8, 4], columns);
        Assert.Equal((double)texts[0].Attribute("y")! + 40, (double)texts[3].Attribute("y")!);
        Assert.Equal("bold", texts[2].Attribute("font-weight")!.Value);
        Assert.NotNull(texts[1].Attribute("fill"));
    }

    [Fact]
    public void What_has_a_background_has_a_rectangle_behind_it() => Assert.Equal(Rectangles("x") + 1, Rectangles("\e[7mx\e[0m"));

    [Fact]
    public void Who_cannot_see_the_picture_gets_its_text()
    {
        var picture = Draw("PS> one\r\ntwo");

        Assert.Equal("a session", picture.Element(Svg + "title")!.Value);
        Assert.Equal("PS> one\ntwo", picture.Element(Svg + "desc")!.Value);
    }

    private static int Rectangles(string written) => Draw(written).Descendants(Svg + "rect").Count();

    private static XElement Draw(string written)
    {
        var screen = new Screen(columns: 40);
        screen.Write(written);
        return XElement.Parse(SvgWriter.Write(screen.Rows(), columns: 40, "a session"));
    }
}
