namespace Iskra.Gateway.Security;

/// <summary>
/// A key that tokens are verified with. The kind of the key fixes the algorithm; what a token's header says only chooses among
/// keys of that kind, so that no key is ever used in a way it was not made for (RFC 8725 sections 2.1 and 3.1).
/// </summary>
public abstract class JwtKey
{
    /// <summary>A key with an optional id.</summary>
    protected JwtKey(string? id) => Id = id;

    /// <summary>Its <c>kid</c>; null when it has none.</summary>
    public string? Id { get; }

    /// <summary>The one algorithm it is good for: <c>HS256</c>, <c>RS256</c> or <c>ES256</c>.</summary>
    public abstract string Algorithm { get; }

    /// <summary>Whether the signature over the input is this key's.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature);
}
