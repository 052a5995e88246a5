namespace KindTools;

/// <summary>What <c>Repair-PodPullPolicy</c> did for one container.</summary>
public sealed record PullPolicyRepair
{
    /// <summary>The file's full path, or null for text from the pipeline.</summary>
    public string? File { get; init; }

    /// <summary>The line of the image's name before the repair; the first line is 1.</summary>
    public required int Line { get; init; }

    /// <summary>The column there, in UTF-16 units; the first column is 1.</summary>
    public required int Column { get; init; }

    /// <summary>Which YAML document of the file this is; the first is 0.</summary>
    public required int Document { get; init; }

    /// <summary>The object's kind, for example <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The object's name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The name of the container or image volume, or null when it has none.</summary>
    public string? Container { get; init; }

    /// <summary>Where in the pod the image is named.</summary>
    public required ContainerType ContainerType { get; init; }

    /// <summary>What was done.</summary>
    public required PullPolicyRepairStatus Status { get; init; }

    /// <summary>The image before the repair.</summary>
    public required string Image { get; init; }

    /// <summary>The image after it; the same, unless the tag was changed.</summary>
    public required string NewImage { get; init; }

    /// <summary>The policy before the repair as the manifest had it, or null when it had none.</summary>
    public string? DeclaredPolicy { get; init; }

    /// <summary>The policy after it as the manifest has it, or null when it has none.</summary>
    public string? NewPolicy { get; init; }

    /// <summary>The edit, or null for a container that was left alone.</summary>
    public ManifestEdit? Edit { get; init; }

    /// <summary>Why it was left alone, or null.</summary>
    public string? Reason { get; init; }
}
