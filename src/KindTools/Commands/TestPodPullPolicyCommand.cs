using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Clusters;
using KindTools.Core.Engines;
using KindTools.Core.Manifests;
using KindTools.Core.Nodes;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Tells which containers of Kubernetes manifests, or of the objects in a cluster, will not use the image on the node.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PodPullPolicy", DefaultParameterSetName = PathSet)]
[OutputType(typeof(PullPolicyResult))]
[OutputType(typeof(bool))]
public sealed class TestPodPullPolicyCommand : EngineCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string TextSet = "Text";
    private const string NamespaceSet = "Namespace";
    private const string AllNamespacesSet = "AllNamespaces";

    private readonly List<string> _pieces = [];
    private PullPolicyTester? _tester;
    private IContainerEngine? _engine;
    private NodeImageJoin? _join;
    private bool _isFine = true;

    /// <summary>Files and folders; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders, taken as they are. Files from <c>Get-ChildItem</c> bind here.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Manifests as text: in one piece, or line by line as native commands give it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TextSet, ValueFromPipeline = true)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[] InputObject { get; set; } = [];

    /// <summary>Judges the objects in these namespaces of a cluster, instead of manifests.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NamespaceSet)]
    [Alias("n")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Namespace { get; set; }

    /// <summary>Judges the objects in all namespaces of a cluster.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllNamespacesSet)]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>The contexts of the kubeconfig whose clusters to judge, where they are not kind's; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = NamespaceSet)]
    [Parameter(ParameterSetName = AllNamespacesSet)]
    [ArgumentCompleter(typeof(ContextCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Context { get; set; } = [];

    /// <summary>The kubeconfig to use instead of those of KUBECONFIG, else <c>~/.kube/config</c>.</summary>
    [Parameter(ParameterSetName = NamespaceSet)]
    [Parameter(ParameterSetName = AllNamespacesSet)]
    [ValidateNotNullOrEmpty]
    public string? Kubeconfig { get; set; }

    /// <summary>Also the folders in a folder.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Where custom resources have a pod, a list of containers or a container that is not found by its shape.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = TextSet)]
    [ValidateNotNullOrEmpty]
    public string[] PodSpecPath { get; set; } = [];

    /// <summary>The kind clusters whose nodes are asked what they hold, and whose objects are judged; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = TextSet)]
    [Parameter(ParameterSetName = NamespaceSet)]
    [Parameter(ParameterSetName = AllNamespacesSet)]
    [Alias("ClusterName")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Cluster { get; set; }

    /// <summary>The nodes that are asked; wildcards are allowed. Without it, all of the clusters.</summary>
    [Parameter]
    [Alias("NodeName")]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Node { get; set; }

    /// <summary>Writes an error for each container that needs care.</summary>
    [Parameter]
    public SwitchParameter ErrorOnFinding { get; set; }

    /// <summary>Answers with one truth value: whether every container uses the image on the node.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private bool IsLive => ParameterSetName is NamespaceSet or AllNamespacesSet;

    /// <inheritdoc/>
    protected override async Task BeginAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        _tester = new PullPolicyTester(SessionState.Path.CurrentFileSystemLocation.ProviderPath, [.. PodSpecPath.Select(Core.Manifests.PodSpecPath.Parse)]);
        if (IsLive || (Cluster is null && Node is null)) return;

        _engine = await ConnectAsync(output, cancellationToken).ConfigureAwait(false);
        var nodes = await new NodeFinder(_engine).FindAsync(ClustersOrDefault(Cluster), NamePatterns.From(Node), output, cancellationToken).ConfigureAwait(false);
        _join = await NodeImageJoin.ReadAsync(_engine, nodes, output, cancellationToken).ConfigureAwait(false);
        _isFine = _join is not null;
    }

    /// <summary>Collects lines until there may be a document to test.</summary>
    protected override bool Accept()
    {
        if (ParameterSetName != TextSet) return true;

        _pieces.AddRange(InputObject);
        return InputObject.Any(_tester!.MayEndDocument);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        if (ParameterSetName == TextSet)
        {
            await TestPiecesAsync(output, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (IsLive)
        {
            await TestLiveAsync(output, cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var path in ParameterSetName == PathSet ? Path : LiteralPath)
        {
            var files = await output.InvokeAsync(() => Resolve(path, output)).ConfigureAwait(false);
            _isFine &= files.Count > 0;
            foreach (var file in files)
            {
                await foreach (var result in _tester!.TestPathAsync(file, Recurse, output, cancellationToken).ConfigureAwait(false))
                    await WriteAsync(output, [result], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        await TestPiecesAsync(output, cancellationToken).ConfigureAwait(false);
        await WriteAsync(output, _tester!.CompleteText(output, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (Quiet) await output.WriteObjectAsync(_isFine && _tester.AllUseNodeImage).ConfigureAwait(false);
    }

    private async Task TestLiveAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        var selection = ClusterSelection.From(ClustersOrDefault(Cluster), NamePatterns.From(Context), areClustersGiven: Cluster is not null);
        var kubeconfig = await output.InvokeAsync(() => PathResolver.Kubeconfig(this, Kubeconfig)).ConfigureAwait(false);
        using var session = await ClusterSession.OpenAsync(kubeconfig, selection, output, cancellationToken).ConfigureAwait(false);
        _isFine &= session.Connections.Count > 0;
        foreach (var connection in session.Connections)
        {
            _join = await NodeImageJoin.ReadAsync(connection, NamePatterns.From(Node), output, cancellationToken).ConfigureAwait(false);
            string?[] namespaces = AllNamespaces ? new string?[] { null } : Namespace!;
            var tester = new LivePolicyTester(connection);
            foreach (var name in namespaces.Distinct())
            {
                await foreach (var result in tester.TestAsync(new ListScope(name), output, cancellationToken).ConfigureAwait(false))
                    await WriteAsync(output, [result], cancellationToken).ConfigureAwait(false);
            }

            _isFine &= tester.IsComplete;
        }
    }

    private async Task TestPiecesAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        foreach (var piece in _pieces) await WriteAsync(output, _tester!.TestText(piece, output, cancellationToken), cancellationToken).ConfigureAwait(false);
        _pieces.Clear();
    }

    private IReadOnlyList<string> Resolve(string path, CmdletWriter output) => ParameterSetName == PathSet
        ? PathResolver.Resolve(this, [path], [], output)
        : PathResolver.Resolve(this, [], [path], output);

    private async Task WriteAsync(CmdletWriter output, IEnumerable<PullPolicyResult> results, CancellationToken cancellationToken)
    {
        foreach (var judged in results)
        {
            var result = _join is null ? judged : await _join.JoinAsync(judged, cancellationToken).ConfigureAwait(false);
            var failure = FindingErrors.For(result);
            _isFine &= failure is null;
            if (!Quiet) await output.WriteOneOfManyAsync(result).ConfigureAwait(false);
            if (ErrorOnFinding && failure is not null) output.Error(failure);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _engine?.Dispose();
        base.Dispose(disposing);
    }
}
