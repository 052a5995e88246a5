namespace KindTools.Benchmarks.Measuring;

/// <summary>What a scenario measured.</summary>
internal sealed record Outcome
{
    public required string Scenario { get; init; }

    /// <summary>What ours was compared with, as a user would call it; null where ours was compared with itself.</summary>
    public string? Rival { get; init; }

    /// <summary>Seconds; several where ours was compared with itself.</summary>
    public required IReadOnlyList<double> Ours { get; init; }

    public double? Theirs { get; init; }

    public required double Ratio { get; init; }

    /// <summary>What the ratio must not exceed.</summary>
    public required double Target { get; init; }

    public required int Runs { get; init; }

    public required int Nodes { get; init; }

    public double? PeakMegabytes { get; init; }
}
