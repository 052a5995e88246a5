namespace KindTools.Core.Cure;

/// <summary>An image that is to be brought to nodes.</summary>
/// <param name="Image">Its fully qualified reference.</param>
/// <param name="Supply">Where it comes from.</param>
/// <param name="From">With <see cref="ImageSupply.Node"/>, the kind cluster that has it.</param>
/// <param name="Damaged">The nodes that have a part of it only, to which all of it is sent; empty when all nodes are to have what they lack.</param>
internal sealed record ImageLoad(string Image, ImageSupply Supply, string? From, IReadOnlyList<string> Damaged)
{
    /// <summary>Two loads that need but one transfer.</summary>
    public (string Image, ImageSupply Supply, string? From, string Nodes) Key => (Image, Supply, From, string.Join(',', Damaged));
}
