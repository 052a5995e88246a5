using System.Management.Automation;
using KindTools.Core.Manifests;
using KindTools.Looks;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Mends the containers of manifests that ignore the image on the node, by the smallest edit of their text.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "PodPullPolicy", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(PullPolicyRepair), ParameterSetName = [PathSet, LiteralPathSet, ResultSet])]
[OutputType(typeof(string), ParameterSetName = [TextSet])]
public sealed class RepairPodPullPolicyCommand : AsyncCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string TextSet = "Text";
    private const string ResultSet = "Result";

    private readonly List<string> _pieces = [];
    private readonly List<PullPolicyResult> _results = [];
    private RepairWish _wish = RepairWish.Default;
    private IReadOnlyList<PodSpecPath> _podSpecPaths = [];
    private PipedTextRepairer? _textRepairer;

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

    /// <summary>Manifests as text: in one piece, or line by line. The mended text is written to the pipeline.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TextSet, ValueFromPipeline = true)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[] InputObject { get; set; } = [];

    /// <summary>What <c>Test-PodPullPolicy</c> found; other containers of the same files are left alone.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ResultSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public PullPolicyResult[] Result { get; set; } = [];

    /// <summary>Also the folders in a folder.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Where custom resources have a pod, a list of containers or a container that is not found by its shape.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] PodSpecPath { get; set; } = [];

    /// <summary>The pull policy that containers get: IfNotPresent unless told otherwise.</summary>
    [Parameter]
    [ValidateSet(nameof(PullPolicy.IfNotPresent), nameof(PullPolicy.Never))]
    public PullPolicy Policy { get; set; }

    /// <summary>The tag that images get instead of <c>latest</c>, where no policy is declared.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Tag { get; set; }

    /// <summary>Whether the pull policy or the tag is changed. Without it, the tag when <c>-Tag</c> is given.</summary>
    [Parameter]
    public PullPolicyRepairStrategy Strategy { get; set; }

    /// <summary>Writes what was done for each container.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ResultSet)]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        _wish = RepairWish.From(IsGiven(nameof(Policy)) ? Policy : null, Tag, IsGiven(nameof(Strategy)) ? Strategy : null);
        _podSpecPaths = [.. PodSpecPath.Select(Core.Manifests.PodSpecPath.Parse)];
        _textRepairer = new PipedTextRepairer(_wish, SessionState.Path.CurrentFileSystemLocation.ProviderPath, _podSpecPaths);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Collects lines until the text is complete, and results until the last has come: Test-PodPullPolicy may still be
    /// reading the file that they are about.
    /// </summary>
    protected override bool Accept()
    {
        _results.AddRange(Result);
        if (ParameterSetName == TextSet) _pieces.AddRange(InputObject);
        return ParameterSetName is PathSet or LiteralPathSet || _pieces.Exists(_textRepairer!.IsWhole);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        if (ParameterSetName == TextSet)
        {
            await RepairPiecesAsync(output, cancellationToken).ConfigureAwait(false);
            return;
        }

        var (paths, literalPaths) = ParameterSetName == PathSet ? (Path, Array.Empty<string>()) : ([], LiteralPath);
        foreach (var path in await output.InvokeAsync(() => PathResolver.Resolve(this, paths, literalPaths, output)).ConfigureAwait(false))
            await WriteAsync(Repairer(output).RepairPathAsync(path, Recurse, output, cancellationToken), output).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        await WriteAsync(Repairer(output).RepairResultsAsync(_results, output, cancellationToken), output).ConfigureAwait(false);
        await RepairPiecesAsync(output, cancellationToken).ConfigureAwait(false);
        foreach (var text in _textRepairer!.Complete(output, cancellationToken)) await output.WriteObjectAsync(text).ConfigureAwait(false);
    }

    // A question is printed as it is: nobody takes colours out of it afterwards.
    private bool IsColoured => new Palette(SessionState.PSVariable.GetValue("PSStyle"), Host).IsColoured;

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private async Task RepairPiecesAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        foreach (var text in _pieces.SelectMany(piece => _textRepairer!.Repair(piece, output, cancellationToken)))
            await output.WriteObjectAsync(text).ConfigureAwait(false);
        _pieces.Clear();
    }

    private PullPolicyRepairer Repairer(CmdletWriter output) => new(_wish, proposal => AskAsync(proposal, output), _podSpecPaths);

    private Task<bool> AskAsync(RepairProposal proposal, CmdletWriter output)
    {
        var containers = proposal.Count == 1 ? "1 container" : $"{proposal.Count} containers";
        var what = $"Repair {containers} in '{proposal.File}'";
        var diff = Environment.NewLine + proposal.Diff(IsColoured);
        return output.ShouldProcessAsync(what + diff, $"{what}?{diff}", "Repair-PodPullPolicy");
    }

    private async Task WriteAsync(IAsyncEnumerable<PullPolicyRepair> repairs, CmdletWriter output)
    {
        await foreach (var repair in repairs.ConfigureAwait(false))
            if (PassThru) await output.WriteObjectAsync(repair).ConfigureAwait(false);
    }
}
