using YamlDotNet.Core;

namespace KindTools.Core.Manifests;

/// <summary>Finds the containers of one text, a file or what is piped, document by document as it arrives.</summary>
internal sealed class ManifestScanner(ManifestContext context)
{
    private readonly DocumentSplitter _splitter = new();
    private readonly YamlDocument _document = new();
    private int _documents;

    /// <summary>True when a document was broken.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>True when there was a Kubernetes object.</summary>
    public bool HasObjects { get; private set; }

    /// <summary>Adds a line with its line break, and returns the containers of a document that it completes.</summary>
    public IReadOnlyList<PodContainer> Add(ReadOnlySpan<char> line, IActivityLog log) => Read(_splitter.Add(line), log);

    /// <summary>Ends the text.</summary>
    public IReadOnlyList<PodContainer> Complete(IActivityLog log) => Read(_splitter.Complete(), log);

    /// <summary>The containers of a text that is there as a whole.</summary>
    public IReadOnlyList<PodContainer> ReadWhole(string text, IActivityLog log)
    {
        var containers = new List<PodContainer>();
        var rest = text.AsSpan();
        for (int at; (at = rest.IndexOf('\n')) >= 0; rest = rest[(at + 1)..]) containers.AddRange(Add(rest[..(at + 1)], log));
        if (rest.Length > 0) containers.AddRange(Add(rest, log));
        containers.AddRange(Complete(log));
        return containers;
    }

    private List<PodContainer> Read(DocumentText? text, IActivityLog log)
    {
        var containers = new List<PodContainer>();
        while (text is not null) text = Read(text, containers, log);
        return containers;
    }

    private DocumentText? Read(DocumentText text, List<PodContainer> containers, IActivityLog log)
    {
        var (found, documents) = (containers.Count, _documents);
        try
        {
            return Read(text, maskedText: null, containers);
        }
        catch (YamlException exception) when (!TemplateMask.HasAny(text.Text))
        {
            Fail(ManifestErrors.Syntax(context.File, text, exception), log);
        }
        catch (YamlException exception)
        {
            // From its beginning again: what came before the failure is not to be told twice.
            containers.RemoveRange(found, containers.Count - found);
            _documents = documents;
            ReadTemplate(text, exception, containers, log);
        }

        return null;
    }

    private void ReadTemplate(DocumentText text, YamlException failure, List<PodContainer> containers, IActivityLog log)
    {
        try
        {
            Read(text, TemplateMask.Apply(text.Text), containers);
        }
        catch (YamlException exception)
        {
            // Variables are at home in scripts too, and then they are not what is wrong.
            Fail(TemplateMask.IsTemplate(text.Text) ? ManifestErrors.Template(context.File, text, exception) : ManifestErrors.Syntax(context.File, text, failure), log);
        }
    }

    private DocumentText? Read(DocumentText text, string? maskedText, List<PodContainer> containers)
    {
        var reader = new YamlReader(text, _document, maskedText);
        for (; reader.ReadNext(); _documents++)
        {
            _document.Number = _documents;
            foreach (var owner in ManifestObject.In(_document))
            {
                HasObjects = true;
                containers.AddRange(PodSpecFinder.Find(_document, owner, context.PodSpecPaths));
            }
        }

        return reader.Rest;
    }

    private void Fail(KindToolsException failure, IActivityLog log)
    {
        HasFailed = true;
        _documents++;
        log.Error(failure);
    }
}
