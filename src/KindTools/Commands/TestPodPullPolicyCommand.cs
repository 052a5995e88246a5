using System.Management.Automation;
using KindTools.Core.Manifests;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Tells which containers of Kubernetes manifests will not use the image on the node.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PodPullPolicy", DefaultParameterSetName = PathSet)]
[OutputType(typeof(PullPolicyResult))]
[OutputType(typeof(bool))]
public sealed class TestPodPullPolicyCommand : AsyncCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string TextSet = "Text";

    private readonly List<string> _pieces = [];
    private PullPolicyTester? _tester;
    private bool _foundAll = true;

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

    /// <summary>Also the folders in a folder.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Answers with one truth value: whether every container uses the image on the node.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        _tester = new PullPolicyTester(SessionState.Path.CurrentFileSystemLocation.ProviderPath);
        return Task.CompletedTask;
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
            await TestPiecesAsync(output).ConfigureAwait(false);
            return;
        }

        foreach (var path in ParameterSetName == PathSet ? Path : LiteralPath)
        {
            var files = await output.InvokeAsync(() => Resolve(path, output)).ConfigureAwait(false);
            _foundAll &= files.Count > 0;
            foreach (var file in files)
            {
                await foreach (var result in _tester!.TestPathAsync(file, Recurse, output, cancellationToken).ConfigureAwait(false))
                    await WriteAsync(output, [result]).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        await TestPiecesAsync(output).ConfigureAwait(false);
        await WriteAsync(output, _tester!.CompleteText(output)).ConfigureAwait(false);
        if (Quiet) await output.WriteObjectAsync(_foundAll && _tester.AllUseNodeImage).ConfigureAwait(false);
    }

    private async Task TestPiecesAsync(CmdletWriter output)
    {
        foreach (var piece in _pieces) await WriteAsync(output, _tester!.TestText(piece, output)).ConfigureAwait(false);
        _pieces.Clear();
    }

    private IReadOnlyList<string> Resolve(string path, CmdletWriter output) => ParameterSetName == PathSet
        ? PathResolver.Resolve(this, [path], [], output)
        : PathResolver.Resolve(this, [], [path], output);

    private async Task WriteAsync(CmdletWriter output, IEnumerable<PullPolicyResult> results)
    {
        if (Quiet) return;
        foreach (var result in results) await output.WriteObjectAsync(result).ConfigureAwait(false);
    }
}
