namespace KindTools.Core.Images;

/// <summary>An image's configuration, as far as it tells images apart.</summary>
/// <param name="Platform">What the image runs on; null when it does not say.</param>
public sealed record OciConfiguration(ImagePlatform? Platform) : OciDocument;
