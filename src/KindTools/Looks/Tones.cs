namespace KindTools.Looks;

/// <summary>
/// The tone of each word that stands in a column of states: by the word, because the enums of objects that come from a
/// job or another machine are words only.
/// </summary>
internal static class Tones
{
    public static Tone Of(string word) => word switch
    {
        nameof(KindNodeState.Running) or nameof(KindImageState.Same) => Tone.Good,
        nameof(ImageImportStatus.Imported) or nameof(ImageImportStatus.Tagged) or nameof(ImageImportStatus.AlreadyPresent) => Tone.Good,
        nameof(ImageRemovalStatus.Removed) or nameof(ImageExportStatus.Exported) or nameof(PodPullRepairStatus.Repaired) => Tone.Good,
        nameof(FindingSeverity.Information) => Tone.Good,

        nameof(KindClusterState.Partial) or nameof(KindNodeState.Paused) or nameof(KindNodeState.Restarting) => Tone.Care,
        nameof(KindImageState.Stale) or nameof(KindImageState.Missing) => Tone.Care,
        nameof(PullPolicyRepairStatus.Skipped) or nameof(PodPullRepairStatus.TimedOut) or nameof(PodPullRepairStatus.Managed) => Tone.Care,
        nameof(PodImageDriftKind.NodeHasOther) or nameof(PodImageDriftKind.EngineHasOther) or nameof(PodImageDriftKind.NodeHasNone) => Tone.Care,
        nameof(PodPullFailureCause.Recovering) or nameof(FindingSeverity.Warning) => Tone.Care,

        nameof(KindNodeState.Stopped) or nameof(ImageImportStatus.Failed) or nameof(FindingSeverity.Error) => Tone.Bad,
        nameof(PodPullRepairStatus.FailsAnew) or nameof(PodPullRepairStatus.NoCure) or nameof(PodImageDriftKind.RegistryAnswered) => Tone.Bad,
        _ => Enum.TryParse<PodPullFailureCause>(word, out _) ? Tone.Bad : Tone.Plain,
    };
}
