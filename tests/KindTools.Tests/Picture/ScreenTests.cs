using KindTools.Picture;

namespace KindTools.Tests.Picture;

public class ScreenTests
{
    [Theory]
    [InlineData("a\r\nb", "a\nb")]
    [InlineData("abc\rx", "xbc")]
    [InlineData("abc\rx\e[K", "x")]
    [InlineData("abc\e[2Dx", "axc")]
    [InlineData("abc\e[1Gx", "xbc")]
    [InlineData("a\e[3Cb", "a   b")]
    [InlineData("one\r\ntwo\e[A\r\e[J", "")]
    [InlineData("one\r\ntwo\e[A!", "one!\ntwo")]
    [InlineData("one\e[H\e[2J\e[3Jtwo", "two")]
    [InlineData("0123456789ab", "0123456789\nab")]
    [InlineData("0123456789\r\nab", "0123456789\nab")]
    [InlineData("a\e]0;the title\ab\e[?25l\e[?25h\e=c\a", "abc")]
    [InlineData("a  \r\n\r\n  ", "a")]
    public void What_is_written_stands_where_a_terminal_puts_it(string written, string text)
    {
        var screen = new Screen(columns: 10);

        screen.Write(written);

        Assert.Equal(text, screen.Text());
    }

    [Fact]
    public void A_sequence_may_come_in_pieces()
    {
        var screen = new Screen(columns: 10);

        foreach (var sign in "\e[31mred\e[0m") screen.Write(sign.ToString());

        Assert.Equal([new Run(0, "red", new Look { Foreground = 1 })], Assert.Single(screen.Rows()));
    }

    [Fact]
    public void The_cursor_is_told_to_whoever_asks_for_it()
    {
        var screen = new Screen(columns: 10);

        Assert.Equal("\e[2;3R", screen.Write("a\r\nbc\e[6n"));
    }

    [Fact]
    public void Text_of_one_look_is_one_run()
    {
        var screen = new Screen(columns: 40);

        screen.Write("a \e[32;1mbold\e[22m green\e[39m b \e[7mturned\e[27m\e[91mbright");

        Assert.Equal(
            [
                new Run(0, "a ", default),
                new Run(2, "bold", new Look { Foreground = 2, IsBold = true }),
                new Run(6, " green", new Look { Foreground = 2 }),
                new Run(12, " b ", default),
                new Run(15, "turned", new Look { Foreground = 0, Background = 7 }),
                new Run(21, "bright", new Look { Foreground = 9 }),
            ],
            Assert.Single(screen.Rows()));
    }

    [Fact]
    public void A_style_that_would_be_drawn_wrongly_is_not_drawn_at_all() =>
        Assert.Throws<NotSupportedException>(() => new Screen(columns: 10).Write("\e[38;5;200mpink"));
}
