namespace KindTools.Benchmarks.Measuring;

/// <summary>One side of a comparison: what comes before each run, untimed, and the run.</summary>
internal sealed record Contestant(Action Prepare, Action Run);
