namespace KindTools.Core.Watching;

/// <summary>Where a watch gives what it has done, and asks before it does it. Both may be called at the same time.</summary>
/// <param name="WriteAsync">Takes an <see cref="ImageImportResult"/> or a <see cref="PodPullRepair"/>.</param>
/// <param name="ApproveAsync">Asks about what is to be changed, and what is to be done to it.</param>
public sealed record WatchOutput(Func<object, Task> WriteAsync, Func<string, string, Task<bool>> ApproveAsync);
