using System.Security.Cryptography;

namespace Iskra.Gateway.Security;

/// <summary>A public key for ES256: a point of P-256 (RFC 7518 section 3.4).</summary>
public sealed class EcJwtKey : JwtKey
{
    /// <summary>Length of a coordinate and of each half of a signature, in bytes.</summary>
    public const int CoordinateBytes = 32;

    private readonly ECParameters _key;

    /// <summary>A key from the coordinates of its point, big-endian.</summary>
    /// <exception cref="CryptographicException">They are no point of the curve.</exception>
    public EcJwtKey(string? id, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
        : base(id)
    {
        if (x.Length != CoordinateBytes || y.Length != CoordinateBytes)
            throw new CryptographicException("A coordinate of P-256 has 32 bytes.");
        _key = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x.ToArray(), Y = y.ToArray() } };
        using var ec = ECDsa.Create(_key);
    }

    /// <inheritdoc/>
    public override string Algorithm => "ES256";

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 2 * CoordinateBytes
            || !signature[..CoordinateBytes].ContainsAnyExcept((byte)0)
            || !signature[CoordinateBytes..].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        using var ec = ECDsa.Create(_key);
        return ec.VerifyData(input, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
