using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>From what was planned and done to what users get.</summary>
internal static class ImportResults
{
    /// <summary>A step as the plan has it.</summary>
    public static ImageImportResult Of(ImportStep step)
    {
        var name = step.Image.Reference.ToString();
        var result = New(step.Node, name, step.Status) with { Platform = step.Content?.Platform?.ToString(), Error = step.Failure?.Message };
        return step is { Status: ImageImportStatus.AlreadyPresent, State: { } state } ? Describe(result, state.Content, name) : result;
    }

    public static ImageImportResult Failed(KindNode node, string name, KindToolsException failure, TimeSpan elapsed) =>
        New(node, name, ImageImportStatus.Failed) with { Error = failure.Message, Elapsed = elapsed };

    /// <summary>An image that a node has confirmed.</summary>
    public static ImageImportResult Confirmed(NodeState before, NodeContent now, string name, ImageImportStatus status, TimeSpan elapsed)
    {
        var replaced = before.ImageIdOf(name);
        var result = Describe(New(before.Node, name, status) with { Elapsed = elapsed }, now, name);
        return result with { ReplacedImageId = replaced == result.ImageId ? null : replaced };
    }

    /// <summary>The same, with what was sent. Blobs that it shares with an image before it are counted there.</summary>
    public static ImageImportResult WithSent(ImageImportResult result, NodeImport import, ISet<string> counted)
    {
        var sent = Blobs(import.Confirmation!.Content, result.Image).Where(import.Sent.ContainsKey).Where(counted.Add).ToList();
        return result with { Way = import.Way, BytesSent = sent.Sum(digest => import.Sent[digest]), BlobsSent = sent.Count };
    }

    private static ImageImportResult New(KindNode node, string name, ImageImportStatus status) =>
        new() { Image = name, Cluster = node.Cluster, Node = node.Name, Status = status };

    private static ImageImportResult Describe(ImageImportResult result, NodeContent content, string name)
    {
        if (content.Names.FirstOrDefault(record => record.Name == name) is not { } record) return result;

        var image = NodeImageList.Resolve(content, record.Digest);
        return result with
        {
            ImageId = image?.Manifest.Config.Digest,
            Digest = record.Digest,
            Platform = image?.Platform?.ToString() ?? record.Platforms.FirstOrDefault() ?? result.Platform,
            BytesTotal = image is null ? 0 : content.Documents[image.ManifestDigest].Size + image.Manifest.Config.Size + image.Manifest.Layers.DistinctBy(layer => layer.Digest).Sum(layer => layer.Size),
            BlobsTotal = Blobs(content, name).Count(),
        };
    }

    private static IEnumerable<string> Blobs(NodeContent content, string name) =>
        content.Names.FirstOrDefault(record => record.Name == name) is { } record && NodeImageList.Resolve(content, record.Digest) is { } image
            ? image.Manifest.Layers.Select(layer => layer.Digest).Append(image.Manifest.Config.Digest).Append(image.ManifestDigest).Distinct()
            : [];
}
