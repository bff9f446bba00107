using System.Collections.Immutable;

namespace Iskra.Gateway.Security;

/// <summary>
/// Verifies JSON Web Tokens in compact form, signed with HS256, RS256 or ES256 (RFC 7515, 7518, 7519, 8725). Pure: keys and time
/// are given.
/// </summary>
public static class JwtVerifier
{
    /// <summary>Most keys that one token is tried against.</summary>
    public const int MaxCandidates = 8;

    /// <summary>Verifies a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="keys">The keys that are trusted.</param>
    /// <param name="audience">What <c>aud</c> must name; null when it is not looked at.</param>
    /// <param name="now">The time.</param>
    public static TokenResult Verify(string token, ImmutableArray<JwtKey> keys, string? audience, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (!JwtText.TryParse(token, out var text))
            return TokenResult.Refused($"The token is not three base64url parts with points between them, {JwtText.MaxLength} characters at most.");
        if (!JwtHeader.TryParse(text.Header, out var header, out var problem)) return TokenResult.Refused(problem);
        var candidates = Candidates(header, keys);
        if (candidates.IsEmpty)
            return TokenResult.Refused("No trusted key fits the algorithm and key id of the token; accepted are HS256, RS256 and ES256 with the configured keys.");
        foreach (var key in candidates)
            if (key.Verify(text.Input, text.Signature)) return JwtClaims.Read(text.Payload, audience, now);
        return TokenResult.Refused("The signature of the token is wrong.");
    }

    /// <summary>Whether a token says that it is signed with a private key, so that its verification needs the key set.</summary>
    /// <param name="token">The token.</param>
    /// <param name="keys">The keys that are known.</param>
    /// <param name="isKnown">Whether one of the keys fits it.</param>
    public static bool NeedsPublicKey(string token, ImmutableArray<JwtKey> keys, out bool isKnown)
    {
        ArgumentNullException.ThrowIfNull(token);
        isKnown = false;
        if (!JwtText.TryParse(token, out var text) || !JwtHeader.TryParse(text.Header, out var header, out _)) return false;
        isKnown = !Candidates(header, keys).IsEmpty;
        return header.Algorithm is "RS256" or "ES256";
    }

    private static ImmutableArray<JwtKey> Candidates(JwtHeader header, ImmutableArray<JwtKey> keys) =>
    [
        .. keys
            .Where(key => key.Algorithm == header.Algorithm && (key.Id is null || header.KeyId is null || key.Id == header.KeyId))
            .Take(MaxCandidates),
    ];
}
