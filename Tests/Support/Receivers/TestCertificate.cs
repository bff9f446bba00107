using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Iskra.Tests.Receivers;

/// <summary>A certificate for localhost that nobody trusts, and a file by which one may.</summary>
public sealed class TestCertificate : IDisposable
{
    public TestCertificate(string host = "localhost")
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
        File.WriteAllText(CaFile, Certificate.ExportCertificatePem());
    }

    public X509Certificate2 Certificate { get; }

    public string CaFile { get; } = Path.Combine(Path.GetTempPath(), $"iskra-test-{Guid.NewGuid():n}.pem");

    public void Dispose()
    {
        Certificate.Dispose();
        File.Delete(CaFile);
    }
}
