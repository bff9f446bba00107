using System.Security.Cryptography;

namespace Iskra.Gateway.Security;

/// <summary>A public key for RS256 (RFC 7518 section 3.3).</summary>
public sealed class RsaJwtKey : JwtKey
{
    /// <summary>Shortest modulus in bytes: 2,048 bits.</summary>
    public const int MinModulusBytes = 256;

    /// <summary>Longest modulus in bytes: 8,192 bits, so that a verification stays cheap.</summary>
    public const int MaxModulusBytes = 1_024;

    private readonly RSAParameters _key;

    /// <summary>A key from its modulus and exponent, big-endian.</summary>
    /// <exception cref="CryptographicException">They are no key that may be used.</exception>
    public RsaJwtKey(string? id, ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
        : base(id)
    {
        modulus = modulus.TrimStart((byte)0);
        exponent = exponent.TrimStart((byte)0);
        if (modulus.Length is < MinModulusBytes or > MaxModulusBytes || modulus[0] < 0x80 && modulus.Length == MinModulusBytes)
            throw new CryptographicException("An RSA key needs 2,048 to 8,192 bits.");
        if (exponent.IsEmpty || exponent.Length > 8 || (exponent[^1] & 1) == 0 || exponent is [1])
            throw new CryptographicException("The exponent of an RSA key is odd and at least 3.");
        _key = new RSAParameters { Modulus = modulus.ToArray(), Exponent = exponent.ToArray() };
        using var rsa = RSA.Create(_key);
    }

    /// <inheritdoc/>
    public override string Algorithm => "RS256";

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        // An RSA object must not be shared between threads; making one costs little beside the verification.
        using var rsa = RSA.Create(_key);
        return rsa.VerifyData(input, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
