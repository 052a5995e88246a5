using System.Globalization;

namespace KindTools.Tests;

public class AgeTests
{
    [Theory]
    [InlineData("0:0:0", "0s")]
    [InlineData("-0:0:2", "0s")]
    [InlineData("0:1:59", "119s")]
    [InlineData("0:2:0", "2m")]
    [InlineData("0:5:30", "5m30s")]
    [InlineData("0:9:59.9", "9m59s")]
    [InlineData("0:10:1", "10m")]
    [InlineData("2:59:59", "179m")]
    [InlineData("3:0:0", "3h")]
    [InlineData("7:5:0", "7h5m")]
    [InlineData("8:59:0", "8h")]
    [InlineData("1.23:59:0", "47h")]
    [InlineData("2.0:0:0", "2d")]
    [InlineData("2.3:0:0", "2d3h")]
    [InlineData("8.5:0:0", "8d")]
    [InlineData("729.0:0:0", "729d")]
    [InlineData("730.0:0:0", "2y")]
    [InlineData("800.0:0:0", "2y70d")]
    [InlineData("4000.0:0:0", "10y")]
    public void An_age_is_what_kubectl_shows(string age, string text) =>
        Assert.Equal(text, Age.Format(TimeSpan.Parse(age, CultureInfo.InvariantCulture)));

    [Fact]
    public void What_has_no_time_has_no_age() => Assert.Equal("", Age.Format(null));

    [Fact]
    public void A_moment_is_as_old_as_it_is() => Assert.Equal("3h5m", Age.Format(DateTimeOffset.Now.AddMinutes(-185.5)));
}
