using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Nodes;
using KindTools.Core.Transfer;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Brings images from the container engine or from archives to the nodes of kind clusters.</summary>
/// <remarks>
/// The default parameter set is that of -LiteralPath because PowerShell tries it first on a piped object: a file from
/// Get-ChildItem must bind by its PSPath, not as an image of the file's name. For the same reason -Cluster and -Node are
/// taken from piped objects only in the sets for such objects: were they so in all, the default set would not be tried
/// first. Objects that tell an image in both ways, by name and by repository and tag, are taken by name.
/// </remarks>
[Cmdlet(VerbsData.Import, "KindImage", DefaultParameterSetName = LiteralPathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ImageImportResult))]
public sealed class ImportKindImageCommand : EngineCmdlet
{
    private const string NameSet = "Name";
    private const string ImageSet = "Image";
    private const string RepositorySet = "Repository";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>What <c>docker images</c> shows in place of a name or tag that an image has lost.</summary>
    private const string None = "<none>";

    private readonly List<ImportRequest> _requests = [];
    private readonly List<string> _archives = [];

    /// <summary>The images, by any name that the engine knows; without a tag, <c>latest</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ArgumentCompleter(typeof(EngineImageCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>The images of piped objects that tell one, such as the results of Compare-KindImage and Test-PodPullPolicy.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ImageSet)]
    [ArgumentCompleter(typeof(EngineImageCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Image { get; set; } = [];

    /// <summary>The repository, as in the rows of <c>docker images --format json | ConvertFrom-Json</c>.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = RepositorySet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ImageSet)]
    [AllowNull]
    [AllowEmptyString]
    public string? Repository { get; set; }

    /// <summary>The tag in that repository.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = RepositorySet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ImageSet)]
    [AllowNull]
    [AllowEmptyString]
    public string? Tag { get; set; }

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
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ImageSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = RepositorySet)]
    [Alias("ClusterName")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Cluster { get; set; }

    /// <summary>The nodes to import into; wildcards are allowed. Without it, all of the clusters.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ImageSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = RepositorySet)]
    [Alias("NodeName")]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Node { get; set; }

    /// <summary>The name that the nodes are to know the one image by, instead of its own.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EngineImageCompleter))]
    [ValidateNotNullOrEmpty]
    public string? As { get; set; }

    /// <summary>The platform to import, for example <c>linux/amd64</c>, also one that the nodes do not run. Without it, what each node runs.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Platform { get; set; }

    /// <summary>Sends everything, whatever the nodes seem to have: mends what is damaged there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Only collects: all images of a pipeline share one transfer.</summary>
    protected override async Task ProcessAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        var names = ParameterSetName switch
        {
            NameSet => Name,
            ImageSet => Image,
            RepositorySet when Repository == None || Tag == None => [],
            RepositorySet => [$"{Repository}:{Tag}"],
            _ => [],
        };
        var (clusters, nodes) = (ClustersOrDefault(Cluster), NamePatterns.From(Node));
        _requests.AddRange(names.Select(name => new ImportRequest(name, clusters, nodes)));
        if (ParameterSetName == RepositorySet && names.Length == 0) output.Verbose($"An image without a name is passed over: {Repository}:{Tag}.");
        if (ParameterSetName is PathSet or LiteralPathSet)
            _archives.AddRange(await output.InvokeAsync(() => PathResolver.Resolve(this, Path, LiteralPath, output)).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        if (_requests.Count + _archives.Count == 0) return;

        var options = ImportOptions.Parse(As, Platform, Force);
        using var engine = await ConnectAsync(output, cancellationToken).ConfigureAwait(false);
        var finder = new NodeFinder(engine);
        var targets = _requests.Count > 0
            ? await ImportTargets.FindAsync(_requests, finder, output, cancellationToken).ConfigureAwait(false)
            : new ImportTargets(await finder.FindAsync(ClustersOrDefault(Cluster), NamePatterns.From(Node), output, cancellationToken).ConfigureAwait(false));
        if (targets.Nodes.Count == 0) return;

        var sources = _requests.Count > 0
            ? [new EngineImageSource(engine, [.. _requests.Select(request => request.Name)])]
            : _archives.Select(archive => (IImageSource)new ArchiveFileSource(archive));
        foreach (var source in sources)
            await ImportAsync(new ImageImporter(engine, source, options, output), targets, output, cancellationToken).ConfigureAwait(false);
    }

    private static async Task ImportAsync(ImageImporter importer, ImportTargets targets, CmdletWriter output, CancellationToken cancellationToken)
    {
        try
        {
            var approved = new List<ImportPlan>();
            foreach (var plan in await importer.PlanAsync(targets, cancellationToken).ConfigureAwait(false))
            {
                foreach (var settled in plan.Settled) await output.WriteObjectAsync(settled).ConfigureAwait(false);
                if (plan.Changes.Count == 0) continue;

                var nodes = string.Join(", ", plan.Changes.Select(step => step.Node.Name));
                if (await output.ShouldProcessAsync(nodes, $"Import image {plan.Image.Reference.Familiar}").ConfigureAwait(false))
                {
                    approved.Add(plan);
                }
                else
                {
                    foreach (var planned in plan.NotApproved) await output.WriteObjectAsync(planned).ConfigureAwait(false);
                }
            }

            await foreach (var result in importer.ImportAsync(approved, cancellationToken).ConfigureAwait(false))
                await output.WriteObjectAsync(result).ConfigureAwait(false);
        }
        catch (KindToolsException failure)
        {
            // One archive that cannot be read does not keep the next from being imported.
            output.Error(failure);
        }
    }
}
