using System.Text;

namespace KindTools.Core.Manifests;

/// <summary>Mends the containers of one text that ignore the image on the node, and leaves every other character as it is.</summary>
internal sealed class TextRepairer(RepairWish wish)
{
    private const char ByteOrderMark = '\uFEFF';
    private const string NotProven = "its text would not read the same but for the edit";

    /// <summary>Mends a text.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="context">What is known about it.</param>
    /// <param name="isChosen">Says of a container that ignores the image on the node whether it is to be mended.</param>
    /// <param name="log">Is told what is left alone, and why.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public RepairedText Repair(string text, ManifestContext context, Predicate<PullPolicyResult> isChosen, IActivityLog log, CancellationToken cancellationToken)
    {
        // The reader drops a byte order mark, so that positions do not count it.
        var mark = text.StartsWith(ByteOrderMark) ? 1 : 0;
        var body = text[mark..];
        var findings = FindingsIn(body, context, isChosen, log, cancellationToken);
        var edits = findings.Select(finding => finding.Plan.Edit).OfType<PlannedEdit>().ToList();

        // By reference, because records are compared by all that they hold, and these hold whole documents.
        var proven = new HashSet<PlannedEdit>(ReferenceEqualityComparer.Instance);
        foreach (var document in edits.GroupBy(edit => edit.Source.Offset)) proven.UnionWith(Proven([.. document], cancellationToken));

        var repairs = new List<PullPolicyRepair>(findings.Count);
        foreach (var (container, result, plan) in findings)
        {
            var isMended = plan.Edit is not null && proven.Contains(plan.Edit);
            var obstacle = isMended ? null : plan.Obstacle ?? NotProven;
            if (obstacle is not null) log.Error(RepairErrors.NotSafe(result, obstacle));
            repairs.Add(Describe(container, result, isMended ? plan.Edit : null, obstacle));
        }

        return new RepairedText(proven.Count == 0 ? text : text[..mark] + Apply(body, proven, edit => edit.Source.Offset), repairs);
    }

    private List<(PodContainer Container, PullPolicyResult Result, EditPlan Plan)> FindingsIn(
        string text, ManifestContext context, Predicate<PullPolicyResult> isChosen, IActivityLog log, CancellationToken cancellationToken)
    {
        var findings = new List<(PodContainer, PullPolicyResult, EditPlan)>();
        var places = new HashSet<(int, int, int, string?)>();
        foreach (var container in new ManifestScanner(context).ReadWhole(text, log, cancellationToken))
        {
            var result = PullPolicyReport.Describe(container, context);
            if (result is { Verdict: PullPolicyVerdict.Unresolved, Image: not null } && isChosen(result))
                log.Warning($"{ManifestErrors.Place(context.File, result.Line, result.Column)}: {result.Reason} It was left alone. {result.Remedy}");

            // What an alias brings up again is one place in the text all the same.
            if (result.Verdict != PullPolicyVerdict.IgnoresNodeImage || !isChosen(result)) continue;
            if (places.Add((container.Document, container.Line, container.Column, container.Name)))
                findings.Add((container, result, EditPlanner.Plan(container, wish)));
        }

        return findings;
    }

    /// <summary>The edits of one stretch of text that are harmless together.</summary>
    private static PlannedEdit[] Proven(PlannedEdit[] edits, CancellationToken cancellationToken)
    {
        var text = edits[0].Source.Text;
        var sound = Sound(text, edits, cancellationToken);
        return sound.Length == edits.Length || Holds(text, sound, cancellationToken) ? sound : [];
    }

    // By halves, so that in a long document the few that are not are found without trying each.
    private static PlannedEdit[] Sound(string text, PlannedEdit[] edits, CancellationToken cancellationToken)
    {
        if (edits.Length == 0 || Holds(text, edits, cancellationToken)) return edits;
        if (edits.Length == 1) return [];

        var half = edits.Length / 2;
        return [.. Sound(text, edits[..half], cancellationToken), .. Sound(text, edits[half..], cancellationToken)];
    }

    private static bool Holds(string text, IReadOnlyList<PlannedEdit> edits, CancellationToken cancellationToken) =>
        EditCheck.Holds(text, Apply(text, edits, _ => 0), edits.Select(edit => edit.Change), cancellationToken);

    private static string Apply(string text, IEnumerable<PlannedEdit> edits, Func<PlannedEdit, int> offsetOf)
    {
        var applied = new StringBuilder(text.Length + 64);
        var done = 0;
        foreach (var edit in edits.OrderBy(edit => offsetOf(edit) + edit.Span.Start))
        {
            applied.Append(text, done, offsetOf(edit) + edit.Span.Start - done).Append(edit.NewText);
            done = offsetOf(edit) + edit.Span.End;
        }

        return applied.Append(text, done, text.Length - done).ToString();
    }

    private PullPolicyRepair Describe(PodContainer container, PullPolicyResult result, PlannedEdit? edit, string? obstacle) => new()
    {
        File = result.File,
        Line = result.Line,
        Column = result.Column,
        Document = result.Document,
        Kind = result.Kind,
        Name = result.Name,
        Container = result.Container,
        ContainerType = container.Type,
        Status = edit is null ? PullPolicyRepairStatus.Skipped : PullPolicyRepairStatus.Repaired,
        Image = result.Image!,
        NewImage = edit?.Change.NewValue is { } image && wish.Tag is not null ? image : result.Image!,
        DeclaredPolicy = result.DeclaredPolicy,
        NewPolicy = edit is null || wish.Tag is not null ? result.DeclaredPolicy : wish.Policy.ToString(),
        Edit = edit?.Describe(),
        Reason = obstacle,
    };
}
