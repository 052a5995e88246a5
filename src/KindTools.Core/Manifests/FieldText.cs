namespace KindTools.Core.Manifests;

/// <summary>What a manifest has where Kubernetes wants a text.</summary>
internal readonly record struct FieldText
{
    /// <summary>Nothing: the key is absent or null.</summary>
    public static readonly FieldText Absent;

    private FieldText(FieldTextKind kind, string text) => (Kind, Text) = (kind, text);

    public FieldTextKind Kind { get; }

    /// <summary>As it stands in the manifest; null when absent.</summary>
    public string? Text { get; }

    /// <summary>Whether a text stands for the image that ko builds of a Go package.</summary>
    public static bool IsGoPackage(string text) => text.StartsWith("ko://", StringComparison.Ordinal);

    public static FieldText Of(YamlDocument document, YamlField? field)
    {
        if (field is not { Value: var node } || document.IsNull(node)) return Absent;

        var text = document.TextOf(node);
        if (IsTemplate(text ?? document.SourceOf(node))) return new(FieldTextKind.Template, text ?? document.SourceOf(node));
        return text is null ? new(FieldTextKind.NotText, document.SourceOf(node)) : new(FieldTextKind.Text, text);
    }

    // {{ .Values.image }} of Go templates; ${IMAGE}, $(IMAGE) and $IMAGE of envsubst and pipelines; ko://… of ko, which
    // builds the image of a Go package. None of their signs can be part of an image's name or a policy.
    private static bool IsTemplate(string text)
    {
        if (TemplateMask.IsTemplate(text) || IsGoPackage(text)) return true;

        var dollar = text.IndexOf('$', StringComparison.Ordinal);
        return dollar >= 0 && dollar + 1 < text.Length && (text[dollar + 1] is '{' or '(' or '_' || char.IsAsciiLetter(text[dollar + 1]));
    }
}
