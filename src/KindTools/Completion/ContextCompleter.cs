using System.Collections;
using KindTools.Core.Clusters;

namespace KindTools.Completion;

/// <summary>Completes names of contexts of the kubeconfig.</summary>
internal sealed class ContextCompleter : PatientCompleter
{
    protected override Task<IReadOnlyList<Candidate>> FindAsync(IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var contexts = KubeconfigOf(boundParameters).Contexts(SilentLog.Instance);
        return Task.FromResult<IReadOnlyList<Candidate>>([.. contexts.OrderBy(context => context.Name, StringComparer.Ordinal).Select(context => new Candidate(context.Name, Describe(context)))]);
    }

    private static string Describe(KubeconfigContext context) =>
        $"{context.Server ?? "No server"}, namespace {context.Namespace ?? "default"}{(context.IsCurrent ? ", the current context" : "")}";

    /// <summary>The kubeconfig that the command line names, else the user's.</summary>
    internal static Kubeconfig KubeconfigOf(IDictionary boundParameters) =>
        Bound(boundParameters, "Kubeconfig") is [var file] ? new Kubeconfig([file]) : Kubeconfig.Current;
}
