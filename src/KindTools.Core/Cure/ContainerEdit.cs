using KindTools.Core.Images;

namespace KindTools.Core.Cure;

/// <summary>A change to one container of a pod or template.</summary>
/// <param name="Type">Where in the pod it is.</param>
/// <param name="Container">Its name.</param>
/// <param name="Policy">The policy it gets, or null to leave that.</param>
/// <param name="Image">The image it gets, or null to leave that.</param>
internal sealed record ContainerEdit(ContainerType Type, string Container, PullPolicy? Policy, string? Image)
{
    /// <summary>What is done, as the beginning of a sentence goes on.</summary>
    public string Words(string whose) => (Policy, Image) switch
    {
        ({ } policy, null) => $"Set {Field} of {Noun} '{Container}' of {whose} to {policy}.",
        (null, { } image) => $"Set the image of {Noun} '{Container}' of {whose} to {image}.",
        ({ } policy, { } image) => $"Set the image of {Noun} '{Container}' of {whose} to {image}, and {Field} to {policy}.",
        _ => "",
    };

    private string Field => ContainerWords.PolicyKey(Type);

    private string Noun => ContainerWords.Noun(Type);
}
