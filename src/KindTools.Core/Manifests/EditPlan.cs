namespace KindTools.Core.Manifests;

/// <summary>An edit, or why there is none.</summary>
/// <param name="Edit">The edit, or null.</param>
/// <param name="Obstacle">Why there is none, as half a sentence, or null.</param>
internal readonly record struct EditPlan(PlannedEdit? Edit, string? Obstacle)
{
    public static EditPlan Of(PlannedEdit edit) => new(edit, null);

    public static EditPlan None(string obstacle) => new(null, obstacle);
}
