namespace KindTools.Core.Images;

/// <summary>Several images under one digest: an OCI index or Docker's manifest list, which have the same shape.</summary>
/// <param name="Manifests">Manifests, further indexes and attestations.</param>
public sealed record OciIndex(IReadOnlyList<OciDescriptor> Manifests) : OciDocument;
