using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Core.Transfer;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Brings images from the container engine or from archives to the nodes of kind clusters.</summary>
/// <remarks>
/// The default parameter set is that of -LiteralPath because PowerShell tries it first on a piped object: a file from
/// Get-ChildItem must bind by its PSPath, not as an image of the file's name. All else finds its set by itself.
/// </remarks>
[Cmdlet(VerbsData.Import, "KindImage", DefaultParameterSetName = LiteralPathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ImageImportResult))]
public sealed class ImportKindImageCommand : EngineCmdlet
{
    private const string NameSet = "Name";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string> _names = [];
    private readonly List<string> _archives = [];

    /// <summary>The images, by any name that the engine knows; without a tag, <c>latest</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [Alias("Image")]
    [ArgumentCompleter(typeof(EngineImageCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Archives of images, as <c>docker save</c> writes them, or folders with an OCI layout; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Archives of images, or folders with an OCI layout, by their exact paths.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The clusters to import into; wildcards are allowed. Without it, the one in KIND_CLUSTER_NAME, else <c>kind</c>.</summary>
    [Parameter]
    [Alias("ClusterName")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Cluster { get; set; }

    /// <summary>The nodes to import into; wildcards are allowed. Without it, all of the clusters.</summary>
    [Parameter]
    [Alias("NodeName")]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Node { get; set; }

    /// <summary>Only collects: all images of a pipeline share one transfer.</summary>
    protected override async Task ProcessAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        if (ParameterSetName == NameSet) _names.AddRange(Name);
        else _archives.AddRange(await output.InvokeAsync(() => PathResolver.Resolve(this, Path, LiteralPath, output)).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        if (_names.Count + _archives.Count == 0) return;

        using var engine = await ConnectAsync(output, cancellationToken).ConfigureAwait(false);
        var nodes = await new NodeFinder(engine).FindAsync(ClustersOrDefault(Cluster), NamePatterns.From(Node), output, cancellationToken).ConfigureAwait(false);
        if (nodes.Count == 0) return;

        var sources = _names.Count > 0
            ? [new EngineImageSource(engine, _names)]
            : _archives.Select(archive => (IImageSource)new ArchiveFileSource(archive));
        foreach (var source in sources) await ImportAsync(engine, source, nodes, output, cancellationToken).ConfigureAwait(false);
    }

    private static async Task ImportAsync(
        IContainerEngine engine, IImageSource source, IReadOnlyList<KindNode> nodes, CmdletWriter output, CancellationToken cancellationToken)
    {
        try
        {
            var importer = new ImageImporter(engine, source, output);
            var approved = new List<ImportPlan>();
            foreach (var plan in await importer.PlanAsync(nodes, cancellationToken).ConfigureAwait(false))
            {
                foreach (var present in plan.Present) await output.WriteObjectAsync(present).ConfigureAwait(false);
                if (plan.Missing.Count == 0) continue;

                var target = string.Join(", ", plan.Missing.Select(node => node.Name));
                if (await output.ShouldProcessAsync(target, $"Import image {plan.Image.Reference.Familiar}").ConfigureAwait(false))
                {
                    approved.Add(plan);
                }
                else
                {
                    foreach (var planned in plan.AsResults()) await output.WriteObjectAsync(planned).ConfigureAwait(false);
                }
            }

            foreach (var result in await importer.ImportAsync(approved, cancellationToken).ConfigureAwait(false))
                await output.WriteObjectAsync(result).ConfigureAwait(false);
        }
        catch (KindToolsException failure)
        {
            // One archive that cannot be read does not keep the next from being imported.
            output.Error(failure);
        }
    }
}
