using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Iskra.Silo.Notifications;

/// <summary>Whose certificates are accepted: those that the system trusts, or those that a file names.</summary>
internal static class TlsTrust
{
    /// <summary>The options of a connection.</summary>
    /// <param name="host">Name that the certificate must be for.</param>
    /// <param name="caFile">File with the certificates to trust, in PEM; null for those of the system.</param>
    /// <param name="insecureSkipVerify">Whether any certificate will do, because the configuration says so.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The file holds no certificates.</exception>
    [SuppressMessage("Security", "CA5359", Justification = "Only where the operator has asked for it by name.")]
    public static SslClientAuthenticationOptions Options(string host, string? caFile, bool insecureSkipVerify)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (insecureSkipVerify) options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        else if (caFile is not null) options.CertificateChainPolicy = Policy(caFile);
        return options;
    }

    private static X509ChainPolicy Policy(string caFile)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        return policy;
    }
}
