using System.Collections;
using System.Management.Automation;
using KindTools.Core.Clusters;
using KindTools.Core.Engines;
using KindTools.Core.Support;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Tells what a bug report should hold: versions, the container engine and how it was found, clusters; no secrets.</summary>
[Cmdlet(VerbsCommon.Get, "KindToolsInfo")]
[OutputType(typeof(KindToolsInfo))]
public sealed class GetKindToolsInfoCommand : AsyncCmdlet
{
    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        var facts = await output.InvokeAsync(ReadPowerShell).ConfigureAwait(false);
        var info = await new InfoCollector(EngineEnvironment.Current, Kubeconfig.Current).CollectAsync(facts, cancellationToken).ConfigureAwait(false);
        await output.WriteObjectAsync(info).ConfigureAwait(false);
    }

    private PowerShellFacts ReadPowerShell()
    {
        var module = MyInvocation.MyCommand.Module;
        var label = ((module?.PrivateData as Hashtable)?["PSData"] as Hashtable)?["Prerelease"] as string;
        var table = SessionState.PSVariable.GetValue("PSVersionTable") as IDictionary;
        return new PowerShellFacts(
            $"{module?.Version}{(string.IsNullOrEmpty(label) ? "" : "-" + label)}",
            module?.ModuleBase ?? "not loaded as a module",
            $"{table?["PSVersion"]} {table?["PSEdition"]}",
            $"{Host.Name} {Host.Version}");
    }
}
