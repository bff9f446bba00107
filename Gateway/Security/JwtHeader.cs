using System.Diagnostics.CodeAnalysis;

namespace Iskra.Gateway.Security;

/// <summary>What is taken from the header of a token. Keys in it (<c>jwk</c>, <c>jku</c>, <c>x5c</c>, <c>x5u</c>) are never looked at.</summary>
/// <param name="Algorithm">The algorithm it says it is signed with.</param>
/// <param name="KeyId">Which key, or null.</param>
internal sealed record JwtHeader(string Algorithm, string? KeyId)
{
    internal static bool TryParse(byte[] json, [NotNullWhen(true)] out JwtHeader? header, [NotNullWhen(false)] out string? problem)
    {
        header = null;
        problem = "The header of the token is not one JSON object with each member once.";
        if (!JwtText.TryReadMembers(json, out var members)) return false;
        problem = "The header of the token has no algorithm.";
        if (!members.TryGetValue("alg", out var alg) || !JwtText.TryGetString(alg, out var algorithm)) return false;
        problem = "The token demands extensions (crit) that are not understood.";
        if (members.ContainsKey("crit")) return false;
        string? keyId = null;
        problem = "The key id of the token is not a string.";
        if (members.TryGetValue("kid", out var kid) && !JwtText.TryGetString(kid, out keyId)) return false;
        header = new JwtHeader(algorithm, keyId);
        problem = null;
        return true;
    }
}
