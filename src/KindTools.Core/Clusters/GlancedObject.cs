namespace KindTools.Core.Clusters;

/// <summary>An object of a cluster at a glance.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Its phase, for example <c>Active</c> or <c>Running</c>.</param>
/// <param name="Created">When it was made.</param>
public sealed record GlancedObject(string Name, string State, DateTimeOffset? Created)
{
    /// <summary>Its namespace, or null for what has none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The node that it is on, or null.</summary>
    public string? Node { get; init; }
}
