using System.Globalization;
using KindTools.Benchmarks.Scenarios;

namespace KindTools.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record Options
{
    public static readonly string Usage = $"""
        dotnet run -c Release --project tests/KindTools.Benchmarks -- [scenario ...] [--megabytes N] [--runs N]

        scenario       {string.Join(", ", ScenarioList.All.Select(scenario => scenario.Name))}; without one, all of them
        --megabytes N  the size of the image, 8 or more; {DefaultMegabytes} unless told
        --runs N       how often each side runs, in turns; {DefaultRuns} unless told
        """;

    private const int DefaultMegabytes = 608;
    private const int SmallestMegabytes = 8;
    private const int DefaultRuns = 5;

    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    /// <summary>The scenarios were named, so that one that cannot run is a failure.</summary>
    public required bool Chosen { get; init; }

    public int Megabytes { get; init; } = DefaultMegabytes;

    public int Runs { get; init; } = DefaultRuns;

    public bool Help { get; init; }

    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var chosen = new List<Scenario>();
        var options = new Options { Scenarios = ScenarioList.All, Chosen = false };
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var argument))
        {
            switch (argument)
            {
                case "--megabytes": options = options with { Megabytes = Number(argument, rest, SmallestMegabytes) }; break;
                case "--runs": options = options with { Runs = Number(argument, rest, smallest: 1) }; break;
                case "--help" or "-h": options = options with { Help = true }; break;
                case ['-', ..]: throw new UsageException($"Unknown option: {argument}");
                default: chosen.Add(ScenarioList.All.FirstOrDefault(scenario => scenario.Name == argument) ?? throw new UsageException($"Unknown scenario: {argument}")); break;
            }
        }

        return chosen.Count == 0 ? options : options with { Scenarios = [.. chosen.Distinct()], Chosen = true };
    }

    private static int Number(string option, Queue<string> rest, int smallest) =>
        rest.TryDequeue(out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= smallest
            ? number
            : throw new UsageException($"{option} wants a number, {smallest} or more.");
}
