namespace KindTools.Core.Cure;

/// <summary>What the user asked of a repair beyond the failures.</summary>
/// <param name="Policy">The policy that containers get.</param>
/// <param name="Force">Whether objects are changed that something outside the cluster manages.</param>
/// <param name="Patience">How long to wait for the pods; zero not to wait.</param>
public sealed record CureWish(PullPolicy Policy, bool Force, TimeSpan Patience);
