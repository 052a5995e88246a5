using KindTools.Core.Engines;

namespace KindTools.Core.Transfer;

/// <summary>Finds out what nodes have, and from that what an image takes on each.</summary>
internal sealed class ImportPlanner(IContainerEngine engine, ImportOptions options, IActivityLog log)
{
    private readonly NodeStateReader _reader = new(engine);
    private readonly Dictionary<string, NodeState> _states = [];
    private readonly Dictionary<string, KindToolsException> _failures = [];

    /// <summary>Asks all nodes at the same time. One that cannot answer is reported.</summary>
    public async Task LookAsync(IReadOnlyList<KindNode> nodes, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(nodes.Select(node => LookAsync(node, cancellationToken))).ConfigureAwait(false);
        foreach (var (node, answer) in nodes.Zip(answers))
        {
            if (answer.State is { } state) _states[node.Name] = state;
            else if (answer.Failure is { } failure) _failures[node.Name] = failure;
        }
    }

    /// <summary>What an image takes on nodes. That nothing fits a node's platform is reported once for all of them.</summary>
    public ImportPlan Plan(SourceImage image, IReadOnlyList<KindNode> nodes)
    {
        var steps = nodes.Select(node => Step(image, node)).ToList();
        foreach (var failure in steps.Select(step => step.Failure).OfType<KindToolsException>().Except(_failures.Values).DistinctBy(failure => failure.Message)) log.Error(failure);
        return new ImportPlan(image, steps);
    }

    private ImportStep Step(SourceImage image, KindNode node)
    {
        if (_failures.TryGetValue(node.Name, out var failure)) return new ImportStep(image, node) { Status = ImageImportStatus.Failed, Failure = failure };

        var state = _states[node.Name];
        try
        {
            var content = image.ContentFor(options.Platform ?? state.Content.Platform);
            var name = image.Reference.ToString();
            if (options.Force) return new ImportStep(image, node) { Status = ImageImportStatus.WouldImport, Content = content, State = state };
            if (state.Has(name, content)) return new ImportStep(image, node) { Status = ImageImportStatus.AlreadyPresent, Content = content, State = state };

            var other = state.NameOf(content);
            return new ImportStep(image, node)
            {
                Status = other is null ? ImageImportStatus.WouldImport : ImageImportStatus.WouldTag,
                Content = content,
                State = state,
                TagFrom = other,
            };
        }
        catch (KindToolsException nothingFits)
        {
            return new ImportStep(image, node) { Status = ImageImportStatus.Failed, Failure = nothingFits };
        }
    }

    private async Task<(NodeState? State, KindToolsException? Failure)> LookAsync(KindNode node, CancellationToken cancellationToken)
    {
        try
        {
            return (await _reader.ReadAsync(node, cancellationToken).ConfigureAwait(false), null);
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
            return (null, failure);
        }
    }
}
