namespace KindTools;

/// <summary>A pod that does not run, and why.</summary>
/// <param name="Pod">Its name.</param>
/// <param name="Reason">A word for it, for example <c>ErrImagePull</c> or <c>Unschedulable</c>.</param>
/// <param name="Message">What the kubelet or the scheduler says, or null.</param>
public sealed record PodProblem(string Pod, string Reason, string? Message)
{
    /// <summary>As a table shows it.</summary>
    public override string ToString() => $"{Pod}: {Reason}";
}
