namespace KindTools;

/// <summary>What became of an object whose pods could not use their images.</summary>
public enum PodPullRepairStatus
{
    /// <summary>Its pods have got past their images.</summary>
    Repaired,

    /// <summary>Everything was done, but pods fail anew: <see cref="PodPullRepair.FailingPods"/> says why.</summary>
    FailsAnew,

    /// <summary>Everything was done, but not all pods had got past their images when the time was up.</summary>
    TimedOut,

    /// <summary>Everything was done, and nobody waited for the pods (<c>-TimeoutSec 0</c>).</summary>
    Applied,

    /// <summary>It would have been mended, but for <c>-WhatIf</c> or the answer to a question.</summary>
    Planned,

    /// <summary>It was left alone: Helm, Argo CD or Flux would undo a change made in the cluster. <c>-Force</c> makes it all the same.</summary>
    Managed,

    /// <summary>It was left alone: nothing in the cluster cures it. <see cref="PodPullRepair.Remedy"/> says what does.</summary>
    NoCure,

    /// <summary>Something was refused or failed; the error says what.</summary>
    Failed,
}
