using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Docker.DotNet.X509;

namespace KindTools.Core.Engines;

/// <summary>From an endpoint's TLS material to what the client library takes.</summary>
internal static class TlsCredentials
{
    public static CertificateCredentials From(EngineTls tls)
    {
        var certificate = File.Exists(tls.CertificateFile) && File.Exists(tls.KeyFile) ? LoadCertificate(tls) : null;
        return new CertificateCredentials(certificate) { ServerCertificateValidationCallback = Validation(tls) };
    }

    private static X509Certificate2 LoadCertificate(EngineTls tls)
    {
        using var pem = X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile);

        // Windows' TLS takes no key that lives in memory only; a PKCS#12 round trip gives it one that it takes.
        return new X509Certificate2(pem.Export(X509ContentType.Pkcs12));
    }

    private static RemoteCertificateValidationCallback? Validation(EngineTls tls)
    {
#pragma warning disable CA5359 // The user's context says SkipTLSVerify, as for Docker's own CLI.
        if (!tls.VerifyServer) return (_, _, _, _) => true;
#pragma warning restore CA5359
        if (!File.Exists(tls.AuthorityFile)) return null;

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(tls.AuthorityFile);
        return (_, certificate, _, errors) =>
        {
            // Only the question who signed it is ours; a wrong name or no certificate stays wrong.
            if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;

            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            using var presented = new X509Certificate2(certificate);
            return chain.Build(presented);
        };
    }
}
