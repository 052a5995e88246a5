namespace KindTools.Core.Engines;

/// <summary>The TLS material of an endpoint, as Docker's CLI keeps it: <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c> in one folder.</summary>
/// <param name="Folder">The folder; files may be absent.</param>
/// <param name="VerifyServer">False when the server's certificate is not to be checked.</param>
public sealed record EngineTls(string Folder, bool VerifyServer)
{
    /// <summary>The authorities that the server's certificate must come from; the machine's own when the file is absent.</summary>
    public string AuthorityFile => Path.Combine(Folder, "ca.pem");

    /// <summary>The client's certificate.</summary>
    public string CertificateFile => Path.Combine(Folder, "cert.pem");

    /// <summary>The client's key.</summary>
    public string KeyFile => Path.Combine(Folder, "key.pem");
}
