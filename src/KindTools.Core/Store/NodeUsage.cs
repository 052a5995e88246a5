namespace KindTools.Core.Store;

/// <summary>What a node needs its images for.</summary>
/// <param name="Containers">The containers that run.</param>
/// <param name="StaticPodImages">The images that the node's static pods name, fully qualified.</param>
internal sealed record NodeUsage(IReadOnlyList<RunningContainer> Containers, IReadOnlySet<string> StaticPodImages)
{
    /// <summary>Nothing runs there.</summary>
    public static NodeUsage None { get; } = new([], new HashSet<string>());
}
