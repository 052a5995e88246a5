using System.Management.Automation;
using KindTools.Core.Manifests;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Turns results of <c>Test-PodPullPolicy</c> into SARIF, which code scanning shows on the lines they are about.</summary>
[Cmdlet(VerbsData.ConvertTo, "PodPullPolicySarif")]
[OutputType(typeof(string))]
public sealed class ConvertToPodPullPolicySarifCommand : AsyncCmdlet
{
    private readonly List<PullPolicyResult> _results = [];

    /// <summary>What <c>Test-PodPullPolicy</c> found.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    public PullPolicyResult[] Result { get; set; } = [];

    /// <summary>The folder that files are named from: that of the repository. Without it, the current one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Root { get; set; } = ".";

    /// <summary>Collects results; there is one file for all of them.</summary>
    protected override bool Accept()
    {
        _results.AddRange(Result);
        return false;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        var root = await output.InvokeAsync(() => GetUnresolvedProviderPathFromPSPath(Root)).ConfigureAwait(false);
        await output.WriteObjectAsync(SarifWriter.Write(_results, root)).ConfigureAwait(false);
    }
}
