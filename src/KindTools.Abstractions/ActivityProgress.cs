namespace KindTools;

/// <summary>How far one activity has come.</summary>
public sealed record ActivityProgress
{
    /// <summary>Tells concurrent activities apart; unique within one operation.</summary>
    public required int Id { get; init; }

    /// <summary>The activity that this one is a part of, or null.</summary>
    public int? ParentId { get; init; }

    /// <summary>What is being done, for example <c>Importing app:dev</c>.</summary>
    public required string Activity { get; init; }

    /// <summary>Where it stands, for example <c>412 MB of 608 MB, 190 MB/s</c>.</summary>
    public required string Status { get; init; }

    /// <summary>0 to 100, or null when the end is not known.</summary>
    public int? PercentComplete { get; init; }

    /// <summary>The expected time to the end, or null when it is not known.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>True with the last report of an activity.</summary>
    public bool Completed { get; init; }
}
