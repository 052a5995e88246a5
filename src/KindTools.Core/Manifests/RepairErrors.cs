namespace KindTools.Core.Manifests;

/// <summary>The failures of mending manifests.</summary>
internal static class RepairErrors
{
    public static KindToolsException TagMissing() => new(
        "TagMissing",
        FailureCategory.InvalidArgument,
        "The strategy Tag needs a tag: -Tag v1. Or leave the strategy out, and the pull policy is changed.");

    public static KindToolsException TagNotUseful(string tag) => new(
        "TagNotUseful",
        FailureCategory.InvalidArgument,
        $"With the tag '{tag}' no container would use the image on the node. Use a valid tag other than 'latest', such as -Tag v1.",
        tag);

    public static KindToolsException StrategyConflict(string parameter, PullPolicyRepairStrategy strategy) => new(
        "StrategyConflict",
        FailureCategory.InvalidArgument,
        $"{parameter} goes with the strategy {strategy} alone. Leave out {parameter} or the other strategy.",
        parameter);

    public static KindToolsException NotSafe(PullPolicyResult result, string obstacle) => new(
        "RepairNotSafe",
        FailureCategory.InvalidOperation,
        $"{ManifestErrors.Place(result.File, result.Line, result.Column)}: the container was left alone, because {obstacle}. Edit it by hand. {result.Remedy}",
        result.File ?? result.Image);

    public static KindToolsException NotFoundAgain(PullPolicyResult result) => new(
        "ManifestChanged",
        FailureCategory.InvalidData,
        $"{ManifestErrors.Place(result.File, result.Line, result.Column)}: the image '{result.Image}' is no longer there. Test the file again, and repair with the new results; for pods that -PodSpecPath found, give the same paths here.",
        result.File);

    public static KindToolsException ChangedMeanwhile(string path) => new(
        "ManifestChanged",
        FailureCategory.InvalidData,
        $"'{path}' was changed by somebody else while it was being repaired, and was left as it is now. Repair it again.",
        path);

    public static KindToolsException WithoutFile(PullPolicyResult result) => new(
        "ResultWithoutFile",
        FailureCategory.InvalidArgument,
        $"The result for the image '{result.Image}' is about text from the pipeline, and there is no file to repair. Pipe the text itself to Repair-PodPullPolicy.",
        result.Image);

    public static KindToolsException NotWritable(string path, Exception exception) => new(
        "ManifestNotWritable",
        exception is UnauthorizedAccessException ? FailureCategory.PermissionDenied : FailureCategory.WriteError,
        $"'{path}' cannot be written, and was left as it is: {exception.Message}",
        path,
        exception);
}
