using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Iskra.Gateway.Security;

/// <summary>The configured tokens of machines. Only their hashes are kept, and every one is compared, in constant time.</summary>
public sealed class ApiTokens
{
    private readonly ImmutableArray<byte[]> _hashes;

    /// <summary>The tokens of a configuration.</summary>
    public ApiTokens(AuthOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _hashes = [.. options.ApiTokens.Select(token => SHA256.HashData(Encoding.UTF8.GetBytes(token)))];
    }

    /// <summary>Whether a token is one of them.</summary>
    public bool Contains(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (_hashes.IsEmpty || token.Length > JwtText.MaxLength) return false;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        var found = false;
        foreach (var known in _hashes) found |= CryptographicOperations.FixedTimeEquals(known, hash);
        return found;
    }
}
