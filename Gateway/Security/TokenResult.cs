namespace Iskra.Gateway.Security;

/// <summary>What a token was found to be worth.</summary>
/// <param name="Caller">Who it names; null when it was refused.</param>
/// <param name="Code"><c>unauthorized</c> or <c>token_expired</c> when it was refused, else null.</param>
/// <param name="Reason">What is wrong with it, in words that name no part of the token.</param>
public sealed record TokenResult(Caller? Caller, string? Code, string? Reason)
{
    /// <summary>A good token.</summary>
    public static TokenResult Accepted(Caller caller) => new(caller, null, null);

    /// <summary>A bad token.</summary>
    public static TokenResult Refused(string reason) => new(null, ErrorCode.Unauthorized, reason);

    /// <summary>A token that was good.</summary>
    public static TokenResult Expired() =>
        new(null, ErrorCode.TokenExpired, "The token has run out; get a new one.");
}
