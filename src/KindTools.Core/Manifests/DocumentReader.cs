using System.Buffers;
using YamlDotNet.Core;

namespace KindTools.Core.Manifests;

/// <summary>Finds the containers in stretches of text, one after the other. Nothing but its memory passes from one to the next.</summary>
internal sealed class DocumentReader
{
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(code => char.IsControl(code) && code is not ('\t' or '\n' or '\r' or '\x85'))]);

    private readonly YamlDocument _document = new();
    private readonly List<PodContainer> _containers = [];
    private int _documents;
    private bool _hasObjects;

    /// <summary>Reads a stretch of text.</summary>
    public DocumentContent Read(DocumentText text, ManifestContext context, CancellationToken cancellationToken)
    {
        _documents = 0;
        _hasObjects = false;
        _containers.Clear();
        var rest = TryRead(text, context, out var failure, cancellationToken);
        while (rest is not null) rest = TryRead(rest, context, out failure, cancellationToken);
        return new DocumentContent([.. _containers], _documents, _hasObjects, failure);
    }

    private DocumentText? TryRead(DocumentText text, ManifestContext context, out KindToolsException? failure, CancellationToken cancellationToken)
    {
        failure = null;
        var (found, documents) = (_containers.Count, _documents);
        try
        {
            ThrowIfControlled(text.Text);
            return Read(text, maskedText: null, context, cancellationToken);
        }
        catch (YamlException exception) when (!TemplateMask.HasAny(text.Text))
        {
            _documents++;
            failure = ManifestErrors.Syntax(context.File, text, exception);
        }
        catch (YamlException exception)
        {
            // From its beginning again: what came before the failure is not to be told twice.
            _containers.RemoveRange(found, _containers.Count - found);
            _documents = documents;
            failure = ReadTemplate(text, exception, context, cancellationToken);
        }

        return null;
    }

    // The parser lets them pass, and takes one of them for the end of the text; Kubernetes' parser refuses them all.
    private static void ThrowIfControlled(string text)
    {
        var at = text.AsSpan().IndexOfAny(Controls);
        if (at < 0) return;

        var place = new TextPlace(0, 1, 1).To(text, at);
        var mark = new Mark(at, place.Line, place.Column);
        throw new YamlException(mark, mark, $"Control characters (U+{(int)text[at]:X4}) are not allowed.");
    }

    private KindToolsException? ReadTemplate(DocumentText text, YamlException failure, ManifestContext context, CancellationToken cancellationToken)
    {
        try
        {
            Read(text, TemplateMask.Apply(text.Text), context, cancellationToken);
            return null;
        }
        catch (YamlException exception)
        {
            // Variables are at home in scripts too, and then they are not what is wrong.
            _documents++;
            return TemplateMask.IsTemplate(text.Text) ? ManifestErrors.Template(context.File, text, exception) : ManifestErrors.Syntax(context.File, text, failure);
        }
    }

    private DocumentText? Read(DocumentText text, string? maskedText, ManifestContext context, CancellationToken cancellationToken)
    {
        var reader = new YamlReader(text, _document, maskedText);
        for (; reader.ReadNext(cancellationToken); _documents++)
        {
            _document.Number = _documents;
            foreach (var owner in ManifestObject.In(_document))
            {
                _hasObjects = true;
                _containers.AddRange(PodSpecFinder.Find(_document, owner, context.PodSpecPaths));
            }
        }

        return reader.Rest;
    }
}
