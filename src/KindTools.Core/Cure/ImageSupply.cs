namespace KindTools.Core.Cure;

/// <summary>Where an image comes from that nodes lack.</summary>
internal enum ImageSupply
{
    /// <summary>The container engine.</summary>
    Engine,

    /// <summary>A node that has it, of the same cluster or of another.</summary>
    Node,
}
