using System.Xml.Linq;

namespace KindTools.ModuleTests.Looks;

/// <summary>The pictures of the pages show what is printed now; <c>docs/pictures/make</c> makes them anew.</summary>
[Collection(EnvironmentCollection.Name)]
public class PictureTests
{
    private const string Prompt = "PS> ";
    private const string Folder = "/tmp/story";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly string Docs = Path.Combine(Module.Root, "docs");

    public static TheoryData<string> Pictures { get; } = [.. Directory.GetFiles(Path.Combine(Docs, "pictures"), "*.ps1").Select(Path.GetFileNameWithoutExtension).OfType<string>()];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_is_of_its_session_and_needs_nothing_from_elsewhere(string name)
    {
        var picture = Picture(name);
        var typed = File.ReadLines(Path.Combine(Docs, "pictures", name + ".ps1")).Where(line => line.Length > 0 && !line.StartsWith('#'));

        Assert.Equal(typed, Text(picture).Where(line => line.StartsWith(Prompt, StringComparison.Ordinal)).Select(line => line[Prompt.Length..]));
        Assert.DoesNotContain(picture.Descendants(), element => element.Name.LocalName is "script" or "image" or "foreignObject" or "use");
        Assert.DoesNotContain(picture.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName == "href");
        Assert.Contains($"docs/images/{name}.svg", File.ReadAllText(Path.Combine(Module.Root, "README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Test-PodPullPolicy job.yaml")]
    [InlineData("Repair-PodPullPolicy job.yaml -WhatIf")]
    public void What_needs_no_cluster_is_printed_as_the_picture_shows_it(string command)
    {
        var shown = Text(Picture("story")).SkipWhile(line => line != Prompt + command).Skip(1).TakeWhile(line => !line.StartsWith(Prompt, StringComparison.Ordinal));
        var story = Path.Combine(Module.Root, "examples", "story");

        var printed = Printer.Plain(command, story).Replace(story, Folder, StringComparison.Ordinal);

        Assert.Equal(printed, string.Join('\n', shown).Trim('\n'));
    }

    private static XElement Picture(string name) => XElement.Load(Path.Combine(Docs, "images", name + ".svg"));

    private static string[] Text(XElement picture) => picture.Element(Svg + "desc")!.Value.Split('\n');
}
