using System.Management.Automation;

namespace KindTools.Pipeline;

/// <summary>From the engine's terms to PowerShell's records.</summary>
internal static class RecordExtensions
{
    public static ErrorRecord ToErrorRecord(this KindToolsException failure) =>
        new(failure, failure.ErrorId, Enum.Parse<ErrorCategory>(failure.Category.ToString()), failure.Target);

    public static ProgressRecord ToProgressRecord(this ActivityProgress progress) =>
        new(progress.Id, progress.Activity, progress.Status)
        {
            ParentActivityId = progress.ParentId ?? -1,
            PercentComplete = progress.PercentComplete ?? -1,
            SecondsRemaining = progress.Remaining is { } remaining ? (int)Math.Ceiling(remaining.TotalSeconds) : -1,
            RecordType = progress.Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        };
}
