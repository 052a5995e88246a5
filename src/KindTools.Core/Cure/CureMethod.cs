namespace KindTools.Core.Cure;

/// <summary>How the API lets an object be changed.</summary>
internal enum CureMethod
{
    /// <summary>Not at all: the image arrives, and the back-off ends by itself.</summary>
    Wait,

    /// <summary>By its template, after which it replaces its pods.</summary>
    Patch,

    /// <summary>By its template, and its stuck pods are deleted: it would not replace them.</summary>
    PatchAndDelete,

    /// <summary>By deleting its stuck pods: the template that it makes them from is right already.</summary>
    DeletePods,

    /// <summary>By the image of the pod where it is.</summary>
    PatchPod,

    /// <summary>By deleting it and creating it anew.</summary>
    Recreate,

    /// <summary>By the template for later Jobs, and by making the stuck Job anew.</summary>
    PatchAndRecreate,

    /// <summary>By an annotation of its template, as <c>kubectl rollout restart</c>.</summary>
    Restart,
}
