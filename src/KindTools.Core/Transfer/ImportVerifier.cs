using System.Text;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>
/// Asks a node, by the exact name that a pod would use, whether it has an image: known to the kubelet's runtime,
/// complete, and unpacked.
/// </summary>
internal sealed class ImportVerifier(IContainerEngine engine)
{
    /// <summary>The runtime learns of images by an event, a moment after the import (containerd <c>internal/cri/server/events.go</c>).</summary>
    private static readonly TimeSpan NoticeTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly NodeShell _shell = new(engine);
    private readonly NodeImageReader _reader = new(engine);

    public async Task<KindNodeImage> ConfirmAsync(KindNode node, SourceImage image, CancellationToken cancellationToken)
    {
        var name = image.Reference.ToString();
        var check = Encoding.UTF8.GetString(await _shell.RunAsync(node, NodeScripts.Check, cancellationToken, name).ConfigureAwait(false));
        if (Problem(check, name) is { } problem) throw NotVerified(node, name, problem);

        var deadline = DateTime.UtcNow + NoticeTime;
        while (true)
        {
            var content = await _reader.ReadContentAsync(node, cancellationToken).ConfigureAwait(false);
            if (NodeImageList.From(node, content).FirstOrDefault(held => held.Image == name) is { ImageId: not null } held) return held;
            if (DateTime.UtcNow > deadline) throw NotVerified(node, name, "its container runtime does not list it");

            await Task.Delay(Poll, cancellationToken).ConfigureAwait(false);
        }
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
        $"Node '{node.Name}' took '{name}', but {problem}. Import it again; 'docker logs {node.Name}' may tell more.",
        node.Name);
}
