using YamlDotNet.Core;

namespace KindTools.Core.Manifests;

/// <summary>Judges one text, a file or what is piped, document by document as it arrives.</summary>
internal sealed class ManifestScanner(string? file)
{
    private readonly DocumentSplitter _splitter = new();
    private readonly YamlDocument _document = new();
    private int _documents;

    /// <summary>True when a document was broken.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>True when there was a Kubernetes object.</summary>
    public bool HasObjects { get; private set; }

    /// <summary>Adds a line with its line break, and returns what there is to say about a document that it completes.</summary>
    public IReadOnlyList<PullPolicyResult> Add(ReadOnlySpan<char> line, IActivityLog log) => Test(_splitter.Add(line), log);

    /// <summary>Ends the text.</summary>
    public IReadOnlyList<PullPolicyResult> Complete(IActivityLog log) => Test(_splitter.Complete(), log);

    private List<PullPolicyResult> Test(DocumentText? text, IActivityLog log)
    {
        var results = new List<PullPolicyResult>();
        while (text is not null) text = Test(text, results, log);
        return results;
    }

    private DocumentText? Test(DocumentText text, List<PullPolicyResult> results, IActivityLog log)
    {
        try
        {
            return Test(text, maskedText: null, results);
        }
        catch (YamlException exception) when (!TemplateMask.IsTemplate(text.Text))
        {
            Fail(ManifestErrors.Syntax(file, text, exception), log);
        }
        catch (YamlException)
        {
            TestTemplate(text, results, log);
        }

        return null;
    }

    private void TestTemplate(DocumentText text, List<PullPolicyResult> results, IActivityLog log)
    {
        try
        {
            Test(text, TemplateMask.Apply(text.Text), results);
        }
        catch (YamlException exception)
        {
            Fail(ManifestErrors.Template(file, text, exception), log);
        }
    }

    private DocumentText? Test(DocumentText text, string? maskedText, List<PullPolicyResult> results)
    {
        var reader = new YamlReader(text, _document, maskedText);
        for (; reader.ReadNext(); _documents++)
        {
            foreach (var owner in ManifestObject.In(_document))
            {
                HasObjects = true;
                foreach (var container in PodSpecFinder.Find(_document, owner))
                    results.Add(PullPolicyReport.Describe(container, file, _documents));
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
