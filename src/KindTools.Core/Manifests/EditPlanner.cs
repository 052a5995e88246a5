using System.Buffers;
using KindTools.Core.Images;

namespace KindTools.Core.Manifests;

/// <summary>
/// Finds the smallest edit that mends a container and looks as if the author had made it: on a line of its own below the
/// image in block style, behind a comma in flow style, quoted where the image's key is quoted.
/// </summary>
internal static class EditPlanner
{
    private const string PairSeparator = ": ";

    // What begins a scalar that goes on over lines of its own.
    private static readonly SearchValues<char> BlockSigns = SearchValues.Create("|>");

    /// <summary>The edit for a container that ignores the image on the node.</summary>
    public static EditPlan Plan(PodContainer container, RepairWish wish)
    {
        if (container.Site.Obstacle is { } obstacle) return EditPlan.None(obstacle);

        return wish.Tag is { } tag ? PlanTag(container, tag)
            : container.Site.Policy is { } policy ? PlanPolicy(container, wish.Policy.ToString(), Local(container, policy))
            : PlanNewPolicy(container, wish.Policy.ToString());
    }

    private static EditPlan PlanTag(PodContainer container, string tag)
    {
        if (container.Policy.Text is { Length: > 0 } policy)
            return EditPlan.None($"its {ContainerWords.PolicyKey(container.Type)} is {policy}, which no tag changes");

        var image = container.Image.Text!;
        var span = Local(container, container.Site.Image!.Value);
        var written = container.Source.Text.AsSpan(span.Start, span.End - span.Start);
        var quote = QuoteOf(written) is null ? 0 : 1;
        if (!written[quote..^quote].SequenceEqual(image)) return EditPlan.None("its image is written with escapes or over several lines");

        var name = new ImageName(image);
        var hasTag = name.NameEnd < name.End;
        var start = span.Start + quote + name.NameEnd + (hasTag ? 1 : 0);
        return EditPlan.Of(new PlannedEdit(
            container.Source,
            container.Site.ImagePlace,
            new TextSpan(start, span.Start + quote + name.End),
            hasTag ? tag : ":" + tag,
            new ScalarChange(span.End, $"{image[..name.NameEnd]}:{tag}{image[name.End..]}", Added: null)));
    }

    private static EditPlan PlanPolicy(PodContainer container, string policy, TextSpan span)
    {
        var text = container.Source.Text;
        var written = text.AsSpan(span.Start, span.End - span.Start);
        if (written.IsEmpty) return PlanFirstPolicy(container, policy, span);
        if (BlockSigns.Contains(written[0])) return EditPlan.None("its policy is a block scalar");

        // JSON's null becomes a text, which needs quotation marks.
        var quote = QuoteOf(written) ?? (container.Site.IsFlow ? QuoteOf(KeyOf(container)) : null);
        return EditPlan.Of(new PlannedEdit(
            container.Source,
            container.Site.PolicyPlace,
            span,
            Quoted(policy, quote),
            new ScalarChange(span.End, policy, Added: null)));
    }

    // The key is there with nothing behind its colon but spaces.
    private static EditPlan PlanFirstPolicy(PodContainer container, string policy, TextSpan span)
    {
        var at = container.Source.Text.AsSpan(0, span.Start).TrimEnd(' ').Length;
        if (at == 0 || container.Source.Text[at - 1] != ':') return EditPlan.None("its policy has no place of its own");

        var place = container.Site.PolicyPlace;
        return EditPlan.Of(new PlannedEdit(
            container.Source,
            new TextPlace(at, place.Line, place.Column - (span.Start - at)),
            new TextSpan(at, at),
            " " + Quoted(policy, container.Site.IsFlow ? QuoteOf(KeyOf(container)) : null),
            new ScalarChange(span.End, policy, Added: null)));
    }

    private static EditPlan PlanNewPolicy(PodContainer container, string policy)
    {
        var key = ContainerWords.PolicyKey(container.Type);
        var image = Local(container, container.Site.Image!.Value);
        var quote = QuoteOf(KeyOf(container));
        var pair = Quoted(key, quote) + SeparatorLike(container, quote) + Quoted(policy, quote);
        var (at, text) = container.Site.IsFlow ? InFlow(container, image.End, pair) : OnOwnLine(container, image.End, pair);
        return EditPlan.Of(new PlannedEdit(
            container.Source, container.Site.ImagePlace, new TextSpan(at, at), text, new ScalarChange(image.End, NewValue: null, (key, policy))));
    }

    private static (int At, string Text) OnOwnLine(PodContainer container, int imageEnd, string pair)
    {
        var text = container.Source.Text;
        return (LineEnd(text, imageEnd), LineBreak(text, imageEnd) + new string(' ', container.Site.KeyColumn - 1) + pair);
    }

    // Where the image has a line to itself, the policy gets one too, and a comment stays with what it is about.
    private static (int At, string Text) InFlow(PodContainer container, int imageEnd, string pair)
    {
        var text = container.Source.Text;
        var key = Local(container, container.Site.ImageKey!.Value).Start;
        var indentation = text[(text.LastIndexOf('\n', key) + 1)..key];
        var rest = text.AsSpan(imageEnd, LineEnd(text, imageEnd) - imageEnd).Trim();
        if (!string.IsNullOrWhiteSpace(indentation)) return (imageEnd, ", " + pair);
        if (rest is "" or ",") return (imageEnd, "," + LineBreak(text, imageEnd) + indentation + pair);

        return rest[0] == ',' && rest[1..].TrimStart() is ['#', ..]
            ? (LineEnd(text, imageEnd), LineBreak(text, imageEnd) + indentation + pair + ",")
            : (imageEnd, ", " + pair);
    }

    // JSON is written with a space after the colon or without, and what is added follows suit.
    private static string SeparatorLike(PodContainer container, char? quote)
    {
        if (quote is null || !container.Site.IsFlow) return PairSeparator;

        var separator = container.Source.Text[Local(container, container.Site.ImageKey!.Value).End..Local(container, container.Site.Image!.Value).Start];
        return separator.AsSpan().Trim(' ') is ":" ? separator : PairSeparator;
    }

    private static ReadOnlySpan<char> KeyOf(PodContainer container)
    {
        var key = Local(container, container.Site.ImageKey!.Value);
        return container.Source.Text.AsSpan(key.Start, key.End - key.Start);
    }

    private static TextSpan Local(PodContainer container, TextSpan span) =>
        new(span.Start - container.Source.Offset, span.End - container.Source.Offset);

    private static char? QuoteOf(ReadOnlySpan<char> scalar) => scalar.Length > 1 && scalar[0] is '"' or '\'' ? scalar[0] : null;

    private static string Quoted(string text, char? quote) => quote is null ? text : $"{quote}{text}{quote}";

    /// <summary>Where the line ends, its break not counted.</summary>
    private static int LineEnd(string text, int from)
    {
        var feed = text.IndexOf('\n', from);
        if (feed < 0) return text.Length;
        return feed > from && text[feed - 1] == '\r' ? feed - 1 : feed;
    }

    // The last line may lack a break; then the one before it tells what they look like.
    private static string LineBreak(string text, int at)
    {
        var feed = text.IndexOf('\n', at);
        if (feed < 0) feed = text.LastIndexOf('\n');
        return feed > 0 && text[feed - 1] == '\r' ? "\r\n" : "\n";
    }
}
