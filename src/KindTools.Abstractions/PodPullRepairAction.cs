namespace KindTools;

/// <summary>One thing that <c>Repair-PodPullFailure</c> does, in the order in which it does them.</summary>
public enum PodPullRepairAction
{
    /// <summary>Brings an image to the nodes, from the container engine or from a node that has it.</summary>
    LoadImage,

    /// <summary>Changes the pod template of the controller, which then makes new pods.</summary>
    PatchTemplate,

    /// <summary>Changes the image of a pod where it is, which is all of its images that the API allows to change.</summary>
    PatchPod,

    /// <summary>Deletes a pod that its controller would not replace by itself.</summary>
    DeletePod,

    /// <summary>Deletes a Job or a pod of its own and creates it anew, because the API allows no change of it.</summary>
    Recreate,

    /// <summary>Makes the controller replace its pods, as <c>kubectl rollout restart</c> does.</summary>
    Restart,
}
