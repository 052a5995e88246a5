namespace KindTools.Core.Manifests;

/// <summary>Finds the containers of one text that is piped or to be mended, document by document as it arrives.</summary>
internal sealed class ManifestScanner(ManifestContext context)
{
    private readonly DocumentSplitter _splitter = new();
    private readonly DocumentReader _reader = new();
    private int _documents;

    /// <summary>True when a document was broken.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Adds a line with its line break, and returns the containers of a document that it completes.</summary>
    public IReadOnlyList<PodContainer> Add(ReadOnlySpan<char> line, IActivityLog log, CancellationToken cancellationToken) =>
        Read(_splitter.Add(line), log, cancellationToken);

    /// <summary>Ends the text.</summary>
    public IReadOnlyList<PodContainer> Complete(IActivityLog log, CancellationToken cancellationToken) => Read(_splitter.Complete(), log, cancellationToken);

    /// <summary>The containers of a text that is there as a whole.</summary>
    public IReadOnlyList<PodContainer> ReadWhole(string text, IActivityLog log, CancellationToken cancellationToken)
    {
        var containers = new List<PodContainer>();
        var rest = text.AsSpan();
        for (int at; (at = rest.IndexOf('\n')) >= 0; rest = rest[(at + 1)..]) containers.AddRange(Add(rest[..(at + 1)], log, cancellationToken));
        if (rest.Length > 0) containers.AddRange(Add(rest, log, cancellationToken));
        containers.AddRange(Complete(log, cancellationToken));
        return containers;
    }

    private IReadOnlyList<PodContainer> Read(DocumentText? text, IActivityLog log, CancellationToken cancellationToken)
    {
        if (text is null) return [];

        var content = _reader.Read(text, context, cancellationToken);
        var first = _documents;
        _documents += content.Documents;
        if (content.Failure is { } failure)
        {
            HasFailed = true;
            log.Error(failure);
        }

        return first == 0 ? content.Containers : [.. content.Containers.Select(container => container with { Document = first + container.Document })];
    }
}
