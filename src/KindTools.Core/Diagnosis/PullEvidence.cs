using System.Globalization;

namespace KindTools.Core.Diagnosis;

/// <summary>The lines that a conclusion rests on, so that a reader can check it.</summary>
internal static class PullEvidence
{
    private const int MostEvents = 3;

    /// <summary>What was seen, where: status, events, template, nodes, engine, other clusters.</summary>
    public static IReadOnlyList<string> Lines(PullDiagnosis diagnosis, IReadOnlyList<PullEvent> events)
    {
        var container = diagnosis.Container;
        var around = diagnosis.Around;
        var lines = new List<string> { $"status: {container.Reason}{(string.IsNullOrEmpty(container.Message) ? "" : ": " + container.Message)}" };
        lines.AddRange(events.Where(PullEvents.Tells)
            .TakeLast(MostEvents)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"event: {entry.Reason} ({entry.Count}x): {entry.Message}")));
        if (container.Policy is { } policy) lines.Add($"pod: imagePullPolicy {policy}");
        if ((diagnosis.Owners.Owners.Count > 0 ? diagnosis.TemplatePolicy : diagnosis.Asked) is { } asked && asked != container.Policy)
            lines.Add($"{(diagnosis.Owners.Owners.Count > 0 ? diagnosis.Owners.Owners[^1] : "applied manifest")}: imagePullPolicy {asked}");
        if (around.OnNode is { } held) lines.Add($"node {held.Node}: has {held.Image}, {held.Digest}{(held.Platform is null ? "" : ", " + held.Platform)}");

        lines.AddRange(around.OtherContent.Select(other => $"node {other.Node}: has {other.Image}, {other.Digest}"));
        if (around.Presence is null) lines.Add("nodes: not asked, since they are not nodes of a kind cluster on this machine, or do not answer");
        else if (around.OnNode is null) lines.Add($"nodes: {Where(around.Presence)}");
        if (around.InEngine is { } inEngine) lines.Add($"container engine: {(inEngine ? "has it" : "does not have it")}");
        lines.AddRange(around.Elsewhere.Select(elsewhere => $"cluster {elsewhere.Cluster}: node {elsewhere.Node} has it"));
        return lines;
    }

    private static string Where(NodeImagePresence presence) => presence.PresentOn.Count == 0
        ? $"none has it ({Names(presence.MissingOn)})"
        : $"{Names(presence.PresentOn)} {(presence.PresentOn.Count == 1 ? "has" : "have")} it, {Names(presence.MissingOn)} {(presence.MissingOn.Count == 1 ? "does" : "do")} not";

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
