using System.Collections;
using KindTools.Core.Engines;

namespace KindTools.Completion;

/// <summary>Completes from what the container engine knows.</summary>
internal abstract class EngineCompleter : PatientCompleter
{
    protected sealed override async Task<IReadOnlyList<Candidate>> FindAsync(IDictionary boundParameters, CancellationToken cancellationToken)
    {
        using var engine = await EngineLocator.ConnectAsync(EngineEnvironment.Current, SilentLog.Instance, cancellationToken).ConfigureAwait(false);
        return await FindAsync(engine, boundParameters, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All candidates; what the user has typed is matched afterwards.</summary>
    protected abstract Task<IReadOnlyList<Candidate>> FindAsync(
        IContainerEngine engine, IDictionary boundParameters, CancellationToken cancellationToken);
}
