using System.Collections.Immutable;

namespace Iskra.Gateway.Security;

/// <summary>Configuration section <c>Auth</c>, checked at start (protocol section 6). Registered as a singleton.</summary>
public sealed record AuthOptions
{
    /// <summary><c>Auth:SigningKey</c>: shared key of HS256 tokens, at least 32 bytes; null when none are accepted. Never printed.</summary>
    public ReadOnlyMemory<byte>? SigningKey { get; init; }

    /// <summary><c>Auth:Jwks</c>: file or http(s) address of the public keys of RS256 and ES256 tokens.</summary>
    public string? Jwks { get; init; }

    /// <summary><c>Auth:Audience</c>: what the <c>aud</c> claim must name; null when it is not looked at.</summary>
    public string? Audience { get; init; }

    /// <summary><c>Auth:Required</c>: whether reading and the machine interfaces need a token too.</summary>
    public bool Required { get; init; }

    /// <summary><c>Auth:ApiTokens</c>: tokens of machines, each at least 16 characters. Never printed.</summary>
    public ImmutableArray<string> ApiTokens { get; init; } = [];
}
