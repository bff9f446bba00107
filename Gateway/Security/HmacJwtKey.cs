using System.Security.Cryptography;

namespace Iskra.Gateway.Security;

/// <summary>A shared key for HS256 (RFC 7518 section 3.2).</summary>
public sealed class HmacJwtKey : JwtKey
{
    private readonly ReadOnlyMemory<byte> _key;

    /// <summary>A key of at least 32 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The key is shorter.</exception>
    public HmacJwtKey(ReadOnlyMemory<byte> key)
        : base(id: null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 32, nameof(key));
        _key = key;
    }

    /// <inheritdoc/>
    public override string Algorithm => "HS256";

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key.Span, input, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }
}
