using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>A node's answer to the question whether it has images.</summary>
/// <param name="Content">What the node has now.</param>
/// <param name="Problems">What is wrong, by the images' names; those that it has do not stand there.</param>
internal sealed record NodeConfirmation(NodeContent Content, IReadOnlyDictionary<string, KindToolsException> Problems);
