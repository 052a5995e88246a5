using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Store;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Writes images from nodes to an archive, or loads them into the container engine.</summary>
[Cmdlet(VerbsData.Export, "KindNodeImage", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ImageExportResult))]
public sealed class ExportKindNodeImageCommand : NodeImageCmdlet
{
    private const string PathSet = "Path";
    private const string EngineSet = "Engine";

    /// <summary>The images, by name or id; wildcards are allowed. All of them go into one archive.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [TextOnly]
    [ArgumentCompleter(typeof(NodeImageCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Image { get; set; } = [];

    /// <summary>The archive to write.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Loads the images into the container engine instead.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EngineSet)]
    public SwitchParameter ToEngine { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter(ParameterSetName = PathSet)]
    public SwitchParameter Force { get; set; }

    private protected override string[] Names => Image;

    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        if (!HasInput) return;

        var path = ParameterSetName == PathSet ? await output.InvokeAsync(() => GetUnresolvedProviderPathFromPSPath(Path)).ConfigureAwait(false) : null;
        if (path is not null) ImageExporter.RequireWritable(path, Force);

        using var engine = await ConnectAsync(output, cancellationToken).ConfigureAwait(false);
        var requests = await FindRequestsAsync(engine, output, cancellationToken).ConfigureAwait(false);
        var plan = await new ExportPlanner(engine, output).PlanAsync(requests, cancellationToken).ConfigureAwait(false);
        if (plan.Names.Count == 0) return;

        var target = path ?? $"the container engine at {engine.Endpoint}";
        var approved = await output.ShouldProcessAsync(target, $"Export image {string.Join(", ", plan.Names)}").ConfigureAwait(false);
        var exporter = new ImageExporter(engine, output);
        var results = !approved ? plan.AsResults(path)
            : path is null ? await exporter.ToEngineAsync(plan, cancellationToken).ConfigureAwait(false)
            : await exporter.ToFileAsync(plan, path, Force, cancellationToken).ConfigureAwait(false);
        foreach (var result in results) await output.WriteObjectAsync(result).ConfigureAwait(false);
    }
}
