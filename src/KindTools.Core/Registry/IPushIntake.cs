namespace KindTools.Core.Registry;

/// <summary>Where what an engine pushes goes.</summary>
internal interface IPushIntake
{
    /// <summary>The length of a blob that need not come; null for one that must.</summary>
    long? Find(string digest);

    /// <summary>Starts to take a blob. Its digest is known beforehand only when it comes in one piece.</summary>
    IBlobUpload StartUpload(string? digest);

    /// <summary>Takes a manifest or an index.</summary>
    void TakeManifest(string reference, string digest, byte[] content);
}
