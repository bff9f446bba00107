namespace Iskra.Tools.Tokens;

/// <summary>What a token says about its bearer (protocol sections 6 and 7).</summary>
/// <param name="Subject">Id of the user.</param>
/// <param name="Name">Name to show.</param>
/// <param name="Picture">Address of a picture, or null.</param>
/// <param name="Channels">The only channels the bearer may use; empty for all.</param>
/// <param name="Audience">Who the token is for, or null.</param>
/// <param name="IssuedAt">From when it counts.</param>
/// <param name="ExpiresAt">Until when it counts.</param>
internal sealed record TokenClaims(
    string Subject,
    string Name,
    string? Picture,
    IReadOnlyList<string> Channels,
    string? Audience,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt);
