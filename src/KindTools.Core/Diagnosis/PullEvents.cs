namespace KindTools.Core.Diagnosis;

/// <summary>What events tell. They are kept for an hour, and say most where the status only says that it waits.</summary>
internal static class PullEvents
{
    private static readonly HashSet<string> Reasons = ["Failed", "BackOff", "Pulling", "ErrImageNeverPull", "InspectFailed", "FailedToInspectImage"];

    /// <summary>Of a pod's events those about the image that the container has now; it may have had others before.</summary>
    public static IReadOnlyList<PullEvent> About(FailingContainer container, IReadOnlyList<PullEvent> events) =>
    [
        .. events
            .Where(entry => entry.PodUid == container.PodUid && Reasons.Contains(entry.Reason) && IsAbout(container, entry))
            .OrderBy(entry => entry.Last),
    ];

    /// <summary>
    /// The message that tells most: the status first, unless it says nothing but that it waits; then the last event that
    /// does. Of two the newer one counts, and the status is as new as can be.
    /// </summary>
    public static string? Message(FailingContainer container, IReadOnlyList<PullEvent> relevant)
    {
        if (PullMessage.Parse(container.Message) != PullMessageKind.None) return container.Message;

        return relevant.LastOrDefault(Tells)?.Message ?? container.Message;
    }

    /// <summary>Whether an event says what went wrong.</summary>
    public static bool Tells(PullEvent entry) => entry.Reason is not ("Pulling" or "BackOff") && PullMessage.Parse(entry.Message) != PullMessageKind.None;

    /// <summary>How often a pull was tried, or presence looked at; null without events.</summary>
    public static int? Tries(IReadOnlyList<PullEvent> relevant)
    {
        var tries = relevant.Where(entry => entry.Reason == "Pulling").Sum(entry => entry.Count);
        if (tries == 0) tries = relevant.Where(Tells).Sum(entry => entry.Count);
        return tries == 0 ? null : tries;
    }

    private static bool IsAbout(FailingContainer container, PullEvent entry)
    {
        var path = container.Type switch
        {
            ContainerType.InitContainer => $"spec.initContainers{{{container.Container}}}",
            ContainerType.EphemeralContainer => $"spec.ephemeralContainers{{{container.Container}}}",
            ContainerType.ImageVolume => null,
            _ => $"spec.containers{{{container.Container}}}",
        };
        if (PullMessage.Names(entry.Message, container.Image)) return path is null || entry.FieldPath is null || entry.FieldPath == path;

        return container.Reason is "CreateContainerError" or "RunContainerError" && entry.FieldPath == path;
    }
}
