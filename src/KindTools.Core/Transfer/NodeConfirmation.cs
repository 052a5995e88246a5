using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>
/// A node's answer to the question whether it has images, by the exact names that pods would use: known to the kubelet's
/// runtime, complete, and unpacked. The runtime learns of images by an event, a moment after the import (containerd
/// <c>internal/cri/server/events.go</c>), so the node answers when that has happened.
/// </summary>
/// <param name="Content">What the node has now under these names.</param>
/// <param name="Problems">What is wrong, by the images' names; those that it has do not stand there.</param>
internal sealed record NodeConfirmation(NodeContent Content, IReadOnlyDictionary<string, KindToolsException> Problems)
{
    private static ReadOnlySpan<byte> TakenMark => "--- taken\n"u8;

    /// <summary>Whether a script came as far as the question: what it had to do before that, it did.</summary>
    public static bool IsIn(byte[] output) => output.AsSpan().StartsWith(TakenMark);

    /// <summary>What <c>confirm.sh</c> and <c>images.sh</c> printed.</summary>
    public static NodeConfirmation Parse(KindNode node, byte[] output, IEnumerable<string> names)
    {
        var (check, images) = NodeImageReader.SplitBefore(node, output);
        var content = NodeImageReader.Parse(node, images);
        var problems = new Dictionary<string, KindToolsException>();
        foreach (var name in names)
        {
            var problem = Problem(check[TakenMark.Length..], name)
                ?? (content.Names.Any(record => record.Name == name && record.KnownToKubelet) ? null : "its container runtime does not list it");
            if (problem is not null) problems[name] = NotVerified(node, name, problem);
        }

        return new NodeConfirmation(content, problems);
    }

    /// <summary>What is wrong according to <c>ctr images check</c>: <c>REF TYPE DIGEST STATUS (n/m) SIZE UNPACKED</c>; null when nothing is.</summary>
    internal static string? Problem(string check, string name)
    {
        var row = check.Split('\n').FirstOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return row is null ? "it has no image of that name"
            : !row.Contains(" complete (", StringComparison.Ordinal) ? "its content is incomplete"
            : !row.TrimEnd().EndsWith("true", StringComparison.Ordinal) ? "it is not unpacked"
            : null;
    }

    private static KindToolsException NotVerified(KindNode node, string name, string problem) => new(
        "ImageNotVerified",
        FailureCategory.InvalidOperation,
        $"Node '{node.Name}' took '{name}', but {problem}. Import it again with -Force; 'docker logs {node.Name}' may tell more.",
        node.Name);
}
