using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KindTools.Core.Manifests;

/// <summary>
/// Proves edits harmless: the text after them must give the same parser events as before, but for what was intended.
/// Comments and spacing give no events; that they stay is plain from the edits, which touch nothing else.
/// </summary>
internal static class EditCheck
{
    /// <summary>Whether the new text differs from the old by the intended changes alone.</summary>
    /// <param name="oldText">Documents before the edits.</param>
    /// <param name="newText">The same after them.</param>
    /// <param name="changes">What was intended, by positions in the old text.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static bool Holds(string oldText, string newText, IEnumerable<ScalarChange> changes, CancellationToken cancellationToken)
    {
        var expected = new Dictionary<int, ScalarChange>();
        foreach (var change in changes)
            if (!expected.TryAdd(change.End, change)) return false;

        var before = new EventSource(oldText);
        var after = new EventSource(newText);
        while (before.Next() is { } old)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (old is Scalar scalar && expected.Remove(Math.Min((int)scalar.End.Index, oldText.Length), out var change) ? !IsChanged(scalar, after, change) : !IsSame(old, after.Next()))
                return false;
        }

        return after.Next() is null && before.Failure == after.Failure && expected.Count == 0;
    }

    private static bool IsChanged(Scalar old, EventSource after, ScalarChange change)
    {
        if (change.NewValue is null ? !IsSame(old, after.Next()) : !(after.Next() is Scalar scalar && scalar.Value == change.NewValue && HasSameProperties(old, scalar)))
            return false;

        return change.Added is not { } added || (IsPlain(after.Next(), added.Key) && IsPlain(after.Next(), added.Value));
    }

    private static bool IsPlain(ParsingEvent? current, string value) =>
        current is Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true } scalar && scalar.Value == value;

    private static bool IsSame(ParsingEvent old, ParsingEvent? current) => (old, current) switch
    {
        (Scalar one, Scalar other) => one.Value == other.Value && one.Style == other.Style && HasSameProperties(one, other),
        (MappingStart one, MappingStart other) => one.Style == other.Style && HasSameProperties(one, other),
        (SequenceStart one, SequenceStart other) => one.Style == other.Style && HasSameProperties(one, other),
        (AnchorAlias one, AnchorAlias other) => one.Value == other.Value,
        (DocumentStart one, DocumentStart other) => one.IsImplicit == other.IsImplicit,
        (DocumentEnd one, DocumentEnd other) => one.IsImplicit == other.IsImplicit,
        _ => old.GetType() == current?.GetType(),
    };

    private static bool HasSameProperties(NodeEvent one, NodeEvent other) => one.Anchor == other.Anchor && one.Tag == other.Tag;

    /// <summary>
    /// The events up to the end or to a failure. The text before the edits was read, so that it fails at most where one JSON
    /// object follows another, and there the text after them must fail alike; what comes then is checked by itself.
    /// </summary>
    private sealed class EventSource(string text)
    {
        private readonly Parser _parser = new(new StringReader(text));

        public string? Failure { get; private set; }

        public ParsingEvent? Next()
        {
            if (Failure is not null) return null;

            try
            {
                return _parser.MoveNextSafely() ? _parser.Current : null;
            }
            catch (YamlException exception)
            {
                Failure = exception.Message;
                return null;
            }
        }
    }
}
