using System.Globalization;
using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks;

/// <summary>The results as a Markdown table, the machine they hold for, and a line each for scripts.</summary>
internal static class Report
{
    public static void Write(TextWriter output, IReadOnlyList<Outcome> outcomes, IEnumerable<Lab> labs)
    {
        output.WriteLine("| scenario | nodes | ours (s) | theirs (s) | ratio | target | peak memory (MB) |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var outcome in outcomes)
        {
            output.WriteLine(
                $"| `{outcome.Scenario}` | {(outcome.Nodes > 0 ? outcome.Nodes : "–")} | {Ours(outcome)} | {Theirs(outcome)} | {Number(outcome.Ratio, 3)} "
                + $"| ≤ {Number(outcome.Target, 2)} | {(outcome.PeakMegabytes is { } peak ? Number(peak, 0) : "–")} |");
        }

        output.WriteLine();
        foreach (var line in Machine.Describe(labs)) output.WriteLine(line);
        output.WriteLine();
        foreach (var outcome in outcomes) output.WriteLine(Line(outcome));
    }

    private static string Line(Outcome outcome) =>
        $"{outcome.Scenario}: ratio {Number(outcome.Ratio, 3)} (KindTools {Ours(outcome)} s, "
        + (outcome.Rival is null ? "" : $"{outcome.Rival} {Theirs(outcome)} s, ")
        + $"n={outcome.Runs.ToString(CultureInfo.InvariantCulture)})";

    private static string Ours(Outcome outcome) => string.Join(" / ", outcome.Ours.Select(seconds => Number(seconds, 2)));

    private static string Theirs(Outcome outcome) => outcome.Theirs is { } seconds ? Number(seconds, 2) : "–";

    private static string Number(double number, int digits) => number.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
