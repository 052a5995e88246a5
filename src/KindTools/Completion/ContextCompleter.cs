using System.Collections;
using KindTools.Core.Clusters;

namespace KindTools.Completion;

/// <summary>Completes names of contexts of the kubeconfig.</summary>
public sealed class ContextCompleter : PatientCompleter
{
    private protected override Task<IReadOnlyList<Candidate>> FindAsync(IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var kubeconfig = KubeconfigOf(boundParameters);
        return Task.FromResult<IReadOnlyList<Candidate>>(
            [.. kubeconfig.ContextNames(SilentLog.Instance).Order(StringComparer.Ordinal).Select(name => new Candidate(name, $"Context {name}"))]);
    }

    /// <summary>The kubeconfig that the command line names, else the user's.</summary>
    internal static Kubeconfig KubeconfigOf(IDictionary boundParameters) =>
        Bound(boundParameters, "Kubeconfig") is [var file] ? new Kubeconfig([file]) : Kubeconfig.Current;
}
