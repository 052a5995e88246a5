namespace KindTools.Core.Manifests;

/// <summary>A container or image volume, as a manifest has it.</summary>
internal sealed record PodContainer
{
    /// <summary>The object in which it stands.</summary>
    public required ManifestObject Owner { get; init; }

    /// <summary>The text in which it stands.</summary>
    public required DocumentText Source { get; init; }

    /// <summary>Which document of its file or text that is; the first is 0.</summary>
    public required int Document { get; init; }

    public required ContainerType Type { get; init; }

    public required string? Name { get; init; }

    public required FieldText Image { get; init; }

    public required FieldText Policy { get; init; }

    /// <summary>True when its document is a template that has not been rendered: then nothing about it is certain.</summary>
    public required bool IsTemplate { get; init; }

    /// <summary>The line of the image, or of the container when it has none; the first is 1.</summary>
    public required int Line { get; init; }

    /// <summary>The column there; the first is 1.</summary>
    public required int Column { get; init; }

    /// <summary>Where its text could be changed.</summary>
    public required EditSite Site { get; init; }
}
