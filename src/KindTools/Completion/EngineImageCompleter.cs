using System.Collections;
using KindTools.Core.Engines;

namespace KindTools.Completion;

/// <summary>Completes names of images in the container engine.</summary>
public sealed class EngineImageCompleter : EngineCompleter
{
    private protected override async Task<IReadOnlyList<Candidate>> FindAsync(
        IContainerEngine engine, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var names = await engine.ListImageNamesAsync(cancellationToken).ConfigureAwait(false);
        return [.. names.Select(name => new Candidate(name, name))];
    }
}
