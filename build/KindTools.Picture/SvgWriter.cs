using System.Globalization;
using System.Xml.Linq;

namespace KindTools.Picture;

/// <summary>
/// Draws the screen as a window. Every run says how wide it is, so that columns stand below each other in whatever font
/// the reader has.
/// </summary>
internal static class SvgWriter
{
    private const double CellWidth = 8.4;
    private const double LineHeight = 20;
    private const double FontSize = 14;
    private const double Margin = 22;
    private const double Padding = 20;
    private const double TitleHeight = 40;
    private const double Top = TitleHeight + 8;
    private const double Radius = 11;

    private const string Background = "#1a1b26";
    private const string Title = "#16161e";
    private const string Edge = "#2a2b3d";
    private const string Foreground = "#c0caf5";
    private const string Fonts = "ui-monospace, 'Cascadia Mono', 'JetBrains Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

    private static readonly string[] Colours =
    [
        "#414868", "#f7768e", "#9ece6a", "#e0af68", "#7aa2f7", "#bb9af7", "#7dcfff", "#a9b1d6",
        "#565f89", "#ff8fa3", "#b6e48b", "#f2c784", "#8fb3ff", "#cfb4ff", "#a4dcff", "#e6eaff",
    ];

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The picture.</summary>
    /// <param name="rows">What is on the screen.</param>
    /// <param name="columns">How wide it is.</param>
    /// <param name="name">What it shows, for those who cannot see it.</param>
    public static string Write(IReadOnlyList<IReadOnlyList<Run>> rows, int columns, string name)
    {
        var window = (Width: (columns * CellWidth) + (2 * Padding), Height: Top + (rows.Count * LineHeight) + Padding);
        var size = (Width: window.Width + (2 * Margin), Height: window.Height + (2 * Margin));
        var text = string.Join('\n', rows.Select(row => string.Concat(row.Select(run => run.Text))));
        var picture = new XElement(
            Svg + "svg",
            new XAttribute("width", Number(size.Width)),
            new XAttribute("height", Number(size.Height)),
            new XAttribute("viewBox", $"0 0 {Number(size.Width)} {Number(size.Height)}"),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", name),
            new XElement(Svg + "desc", text),
            new XElement(
                Svg + "defs",
                new XElement(
                    Svg + "filter",
                    new XAttribute("id", "shadow"),
                    new XAttribute("x", "-10%"), new XAttribute("y", "-10%"), new XAttribute("width", "120%"), new XAttribute("height", "125%"),
                    new XElement(
                        Svg + "feDropShadow",
                        new XAttribute("dx", 0), new XAttribute("dy", 8), new XAttribute("stdDeviation", 9), new XAttribute("flood-color", "#000"), new XAttribute("flood-opacity", "0.45")))),
            // What draws no filters (older librsvg) leaves out what has one: the shadow, and not the window.
            Rectangle(Margin, Margin, window.Width, window.Height, Background, Radius, new XAttribute("filter", "url(#shadow)")),
            Rectangle(Margin, Margin, window.Width, window.Height, Background, Radius, new XAttribute("stroke", Edge)),
            new XElement(
                Svg + "path",
                new XAttribute("d", $"M{Number(Margin)} {Number(Margin + TitleHeight - 4)}v-{Number(TitleHeight - 4 - Radius)}a{Number(Radius)} {Number(Radius)} 0 0 1 {Number(Radius)} -{Number(Radius)}h{Number(window.Width - (2 * Radius))}a{Number(Radius)} {Number(Radius)} 0 0 1 {Number(Radius)} {Number(Radius)}v{Number(TitleHeight - 4 - Radius)}z"),
                new XAttribute("fill", Title)),
            Dot(0, "#ff5f57"), Dot(1, "#febc2e"), Dot(2, "#28c840"),
            new XElement(
                Svg + "g",
                new XAttribute("font-family", Fonts),
                new XAttribute("font-size", Number(FontSize)),
                new XAttribute("fill", Foreground),
                rows.SelectMany((row, index) => row.SelectMany(run => Draw(run, index)))));
        return picture.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static IEnumerable<XElement> Draw(Run run, int row)
    {
        var (x, top) = (Margin + Padding + (run.Column * CellWidth), Margin + Top + (row * LineHeight));
        if (run.Look.Background is { } background) yield return Rectangle(x, top, run.Text.Length * CellWidth, LineHeight, Colours[background], radius: 0);

        // Blanks at the ends have no ink, and some renderers drop them and stretch the rest.
        var text = run.Text.TrimStart(' ');
        x += (run.Text.Length - text.Length) * CellWidth;
        text = text.TrimEnd(' ');
        if (text.Length == 0) yield break;

        var element = new XElement(
            Svg + "text",
            new XAttribute("x", Number(x)),
            new XAttribute("y", Number(top + 14.5)),
            new XAttribute("textLength", Number(text.Length * CellWidth)),
            new XAttribute("lengthAdjust", "spacingAndGlyphs"),
            // Two blanks are one in XML's eyes.
            text.Replace("  ", "\u00a0\u00a0", StringComparison.Ordinal));
        if (run.Look.Foreground is { } colour) element.SetAttributeValue("fill", Colours[colour]);
        if (run.Look.IsBold) element.SetAttributeValue("font-weight", "bold");
        if (run.Look.IsItalic) element.SetAttributeValue("font-style", "italic");
        if (run.Look.IsFaint) element.SetAttributeValue("opacity", "0.6");
        if (run.Look.IsUnderlined) element.SetAttributeValue("text-decoration", "underline");
        yield return element;
    }

    private static XElement Rectangle(double x, double y, double width, double height, string fill, double radius, params XAttribute[] more) => new(
        Svg + "rect",
        new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("width", Number(width)), new XAttribute("height", Number(height)),
        radius > 0 ? new XAttribute("rx", Number(radius)) : null,
        new XAttribute("fill", fill),
        more);

    private static XElement Dot(int index, string fill) => new(
        Svg + "circle",
        new XAttribute("cx", Number(Margin + Padding + 2 + (index * 20))), new XAttribute("cy", Number(Margin + (TitleHeight / 2) - 2)), new XAttribute("r", 6), new XAttribute("fill", fill));

    private static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
