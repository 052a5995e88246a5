using KindTools.Core.Diagnosis;
using KindTools.Core.Images;

namespace KindTools.Tests.Diagnosis;

/// <summary>What nodes and engine hold, in a few words: <c>node</c>, <c>hollow</c>, <c>others</c>, <c>engine</c>, <c>cluster</c>, or nothing.</summary>
internal static class Around
{
    public static ImageSurroundings Of(FailingContainer container, string where, string platform = "linux/amd64", string version = "v1.20.2", params string[] known)
    {
        _ = ImageReference.TryParse(container.Image, out var reference, out _);
        var node = container.Node ?? "node";
        var holders = where switch { "node" or "hollow" => (string[])[node], "others" => ["other-node"], _ => [] };
        return new ImageSurroundings
        {
            IsHollow = where == "hollow",
            OnNode = where is "node" or "hollow" ? Image(node, reference!.WithDefaultTag(), platform) : null,
            NodePlatform = ImagePlatform.FromMachine("x86_64"),
            Presence = new NodeImagePresence { PresentOn = holders, MissingOn = [.. ((string[])[node, "other-node"]).Except(holders)], OutdatedOn = [], NearMisses = [] },
            InEngine = where == "engine",
            Elsewhere = where == "cluster" ? [("other", "other-control-plane")] : [],
            Known = known,
            KnownOnNodes = known,
            KubeletVersion = version,
        };
    }

    private static KindNodeImage Image(string node, ImageReference reference, string platform) => new()
    {
        Cluster = "kind",
        Node = node,
        Image = reference.ToString(),
        Repository = reference.Repository,
        Tag = reference.Tag,
        Digest = "sha256:" + new string('1', 64),
        Size = 1,
        Platform = platform,
        Pinned = false,
    };
}
