namespace KindTools.Core.Cure;

/// <summary>How far a pod has come.</summary>
internal enum PodOutcomeState
{
    /// <summary>It is on its way.</summary>
    Waits,

    /// <summary>Its containers have started.</summary>
    Runs,

    /// <summary>One of them has not, or has ended badly.</summary>
    Fails,
}
