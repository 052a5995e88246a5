using System.Text;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>
/// Asks a node, by the exact names that pods would use, whether it has images: known to the kubelet's runtime, complete,
/// and unpacked. The runtime learns of images by an event, a moment after the import (containerd
/// <c>internal/cri/server/events.go</c>), so the node's answer waits for that.
/// </summary>
internal sealed class ImportVerifier(IContainerEngine engine)
{
    private readonly NodeShell _shell = new(engine);

    public async Task<NodeConfirmation> ConfirmAsync(NodeState state, IReadOnlyList<SourceImage> images, CancellationToken cancellationToken)
    {
        var node = state.Node;
        var names = images.Select(image => image.Reference.ToString()).ToList();
        var output = await _shell.RunAsync(node, NodeScripts.Confirm, cancellationToken, [state.Snapshotter, .. names]).ConfigureAwait(false);
        var separator = output.AsSpan().IndexOf("--- images\n"u8);
        if (separator < 0) throw Invalid(node);

        var check = Encoding.UTF8.GetString(output, 0, separator);
        var content = NodeImageReader.Parse(node, output[(separator + "--- images\n".Length)..]);
        var problems = new Dictionary<string, KindToolsException>();
        foreach (var name in names)
        {
            var problem = Problem(check, name)
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

    private static KindToolsException Invalid(KindNode node) => new(
        "NodeAnswerInvalid", FailureCategory.ProtocolError, $"What node '{node.Name}' said of its images cannot be read.", node.Name);

    private static KindToolsException NotVerified(KindNode node, string name, string problem) => new(
        "ImageNotVerified",
        FailureCategory.InvalidOperation,
        $"Node '{node.Name}' took '{name}', but {problem}. Import it again with -Force; 'docker logs {node.Name}' may tell more.",
        node.Name);
}
