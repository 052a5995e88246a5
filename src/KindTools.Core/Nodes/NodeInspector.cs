using System.Text;
using System.Text.RegularExpressions;
using KindTools.Core.Engines;

namespace KindTools.Core.Nodes;

/// <summary>Adds to a node what only the node itself can tell.</summary>
public sealed partial class NodeInspector(IContainerEngine engine)
{
    private readonly NodeShell _shell = new(engine);

    /// <summary>
    /// The nodes with their versions, in the order given, all asked at the same time.
    /// A node that does not run keeps its blanks; one that does not answer is reported and keeps them too.
    /// </summary>
    public async Task<IReadOnlyList<KindNode>> InspectAsync(IReadOnlyList<KindNode> nodes, IActivityLog log, CancellationToken cancellationToken) =>
        await Task.WhenAll(nodes.Select(node => InspectAsync(node, log, cancellationToken))).ConfigureAwait(false);

    /// <summary>Reads what <c>describe.sh</c> prints.</summary>
    internal static KindNode Describe(KindNode node, string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var runtime = lines.Length > 0 ? RuntimeVersion().Match(lines[0]) : Match.Empty;
        return node with
        {
            ContainerRuntime = runtime.Success ? "containerd" : null,
            ContainerRuntimeVersion = runtime.Success ? runtime.Groups[1].Value : null,
            KubernetesVersion = lines.Length > 1 ? lines[1] : null,
        };
    }

    private async Task<KindNode> InspectAsync(KindNode node, IActivityLog log, CancellationToken cancellationToken)
    {
        if (node.State != KindNodeState.Running) return node;

        try
        {
            var output = await _shell.RunAsync(node, NodeScripts.Describe, cancellationToken).ConfigureAwait(false);
            return Describe(node, Encoding.UTF8.GetString(output));
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
            return node;
        }
    }

    /// <summary><c>containerd github.com/containerd/containerd/v2 v2.1.9 1a2b3c</c>, in Debian <c>… 1.7.24~ds1 1.7.24~ds1-6</c>.</summary>
    [GeneratedRegex(@"^containerd \S+ v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.]+)?)")]
    private static partial Regex RuntimeVersion();
}
