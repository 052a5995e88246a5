namespace KindTools.Core.Images;

/// <summary>One image for one platform: an OCI manifest or Docker's schema 2, which have the same shape.</summary>
/// <param name="Config">The configuration, whose digest is the image id.</param>
/// <param name="Layers">The layers, lowest first.</param>
public sealed record OciManifest(OciDescriptor Config, IReadOnlyList<OciDescriptor> Layers) : OciDocument;
