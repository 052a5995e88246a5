using KindTools.Core.Manifests;

namespace KindTools.Tests.Manifests;

/// <summary>By goyaml.v2's resolve.go, whose YAML is 1.1.</summary>
public class PlainScalarTests
{
    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("yes")]
    [InlineData("Off")]
    [InlineData("n")]
    [InlineData("true")]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("+12")]
    [InlineData("1_000")]
    [InlineData("0x1F")]
    [InlineData("0b101")]
    [InlineData("0o17")]
    [InlineData("017")]
    [InlineData("1.20")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e3")]
    [InlineData("-1.5E-7")]
    [InlineData(".inf")]
    [InlineData("-.Inf")]
    [InlineData(".NaN")]
    public void These_are_no_text(string value) => Assert.True(PlainScalar.IsNotText(value));

    [Theory]
    [InlineData("app")]
    [InlineData("none")]
    [InlineData("nULL")]
    [InlineData("yEs")]
    [InlineData("1.2.3")]
    [InlineData("1a")]
    [InlineData("0xg")]
    [InlineData("1:20")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e3")]
    [InlineData("inf")]
    [InlineData("2026-01-01")]
    public void These_are_text(string value) => Assert.False(PlainScalar.IsNotText(value));
}
