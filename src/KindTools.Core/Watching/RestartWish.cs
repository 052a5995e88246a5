using KindTools.Core.Clusters;

namespace KindTools.Core.Watching;

/// <summary>That what runs an image is to be restarted when the nodes have it anew.</summary>
/// <param name="Kubeconfig">The user's kubeconfig.</param>
/// <param name="Patience">How long to wait for the new pods; zero not to wait.</param>
public sealed record RestartWish(Kubeconfig Kubeconfig, TimeSpan Patience);
