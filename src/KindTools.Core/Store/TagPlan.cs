namespace KindTools.Core.Store;

/// <summary>A name that can be given.</summary>
/// <param name="Source">The image, by the name or id that it is found by.</param>
/// <param name="NewName">The name to give, fully qualified.</param>
/// <param name="Present">The outcome on nodes where the name stands for the image already.</param>
/// <param name="Missing">What the outcome would be on the others.</param>
public sealed record TagPlan(string Source, string NewName, IReadOnlyList<ImageTagResult> Present, IReadOnlyList<ImageTagResult> Missing);
