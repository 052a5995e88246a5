namespace KindTools.Core.Images;

/// <summary>A reference to content by its digest (OCI image spec, <c>descriptor.md</c>).</summary>
/// <param name="MediaType">What the content is.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Platform">What it runs on, where an index says so.</param>
/// <param name="Annotations">Its annotations.</param>
public sealed record OciDescriptor(
    string MediaType,
    string Digest,
    long Size,
    ImagePlatform? Platform,
    IReadOnlyDictionary<string, string> Annotations)
{
    /// <summary>True for BuildKit's attestations, which stand among an index's manifests but are no images.</summary>
    public bool IsAttestation =>
        Annotations.TryGetValue("vnd.docker.reference.type", out var type) && type == "attestation-manifest";
}
