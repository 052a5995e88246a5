using KindTools.Core.Images;

namespace KindTools.Core.Nodes;

/// <summary>From containerd's records to what <c>crictl images</c> would show: one entry a tag.</summary>
internal static class NodeImageList
{
    public static IReadOnlyList<KindNodeImage> From(KindNode node, NodeContent content)
    {
        var usable = content.Names.Where(record => record.KnownToKubelet).ToList();
        var names = usable.Where(record => !record.IsImageId).Select(record => (Record: record, Reference: Reference(record.Name))).ToList();
        var tagged = names.Where(name => name.Reference?.Tag is not null).ToList();

        // A name by digest says nothing new beside a tag of the same repository; nor do the import-DATE@… names that
        // ctr makes, beside any tag.
        var untagged = names.Where(name => name.Reference?.Tag is null && !tagged.Exists(other =>
            other.Record.Digest == name.Record.Digest
            && (IsMadeUp(name.Record.Name) || other.Reference!.Repository == name.Reference?.Repository)));

        // One image may have two manifests: its layers came compressed to one name and plain to another.
        var named = names.Select(name => name.Record.Digest).ToHashSet();
        var ids = named.Select(digest => Resolve(content, digest)?.Manifest.Config.Digest).ToHashSet();
        var nameless = usable.Where(record => record.IsImageId && !named.Contains(record.Digest) && !ids.Contains(record.Name))
            .Select(record => (Record: record, Reference: (ImageReference?)null));

        return
        [
            .. tagged.Concat(untagged).Concat(nameless)
                .Select(name => Describe(node, content, name.Record, name.Reference))
                .OrderBy(image => image.Image, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// What is left over from earlier imports: the names that ctr made up, though a proper name may stand beside them, and
    /// images that have lost their name to a newer one.
    /// </summary>
    public static IReadOnlyList<KindNodeImage> Leftovers(KindNode node, NodeContent content) =>
    [
        .. content.Names.Where(record => IsMadeUp(record.Name)).Select(record => Describe(node, content, record, reference: null)),
        .. From(node, content).Where(image => image.Repository is null && !IsMadeUp(image.Image)),
    ];

    /// <summary>
    /// The records that have to go so that the node lists these images no more, and nothing in their stead: beside a name
    /// there may be one by digest and the one by image id, which stay hidden as long as the name is there.
    /// </summary>
    public static IReadOnlyList<ImageRecord> RecordsOf(KindNode node, NodeContent content, IReadOnlySet<string> images)
    {
        var listed = From(node, content).Select(image => image.Image).ToHashSet();
        var gone = images.ToHashSet();
        while (true)
        {
            var left = content with { Names = [.. content.Names.Where(record => !gone.Contains(record.Name))] };
            var appeared = From(node, left).Select(image => image.Image).Where(image => !listed.Contains(image)).ToList();
            if (appeared.Count == 0) return [.. content.Names.Where(record => gone.Contains(record.Name))];

            gone.UnionWith(appeared);
        }
    }

    /// <summary>The image that a name means on this node: its manifest, with what leads to it.</summary>
    internal static ResolvedImage? Resolve(NodeContent content, string digest)
    {
        if (!content.Documents.TryGetValue(digest, out var target)) return null;
        if (target.Document is OciManifest single) return new ResolvedImage(digest, single, Platform(content, single), target.Size);
        if (target.Document is not OciIndex index) return null;

        var choice = index.Manifests
            .Where(manifest => !manifest.IsAttestation && content.Documents.ContainsKey(manifest.Digest))
            .OrderByDescending(manifest => manifest.Platform == content.Platform)
            .FirstOrDefault();
        return choice is not null && Resolve(content, choice.Digest) is { } image
            ? image with { Platform = choice.Platform ?? image.Platform, Size = image.Size + target.Size }
            : null;
    }

    private static ImagePlatform? Platform(NodeContent content, OciManifest manifest) =>
        content.Documents.TryGetValue(manifest.Config.Digest, out var config) ? (config.Document as OciConfiguration)?.Platform : null;

    private static KindNodeImage Describe(KindNode node, NodeContent content, ImageRecord record, ImageReference? reference)
    {
        var image = Resolve(content, record.Digest);
        return new KindNodeImage
        {
            Cluster = node.Cluster,
            Node = node.Name,
            Image = record.Name,
            Repository = reference?.Repository,
            Tag = reference?.Tag,
            Digest = record.Digest,
            ImageId = image?.Manifest.Config.Digest,
            Size = image is null ? 0 : image.Size + image.Manifest.Config.Size + image.Manifest.Layers.Sum(layer => layer.Size),
            Platform = image?.Platform?.ToString() ?? record.Platforms.FirstOrDefault(),
            Pinned = record.Pinned,
        };
    }

    private static ImageReference? Reference(string name) => ImageReference.TryParse(name, out var reference, out _) ? reference : null;

    internal static bool IsMadeUp(string name) => name.StartsWith("import-", StringComparison.Ordinal) && name.Contains("@sha256:", StringComparison.Ordinal);
}
