using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Iskra.Gateway.Security;

/// <summary>The rules for the claims of a token whose signature has been verified (RFC 7519 section 4.1, protocol section 7).</summary>
public static class JwtClaims
{
    /// <summary>How far the clock of the issuer may be off, for <c>exp</c>, <c>nbf</c> and <c>iat</c>.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>Longest <c>name</c>, in characters.</summary>
    public const int MaxNameLength = 128;

    /// <summary>Longest <c>picture</c>, in characters.</summary>
    public const int MaxPictureLength = 2_048;

    /// <summary>Most entries of <c>channels</c> and <c>aud</c>.</summary>
    public const int MaxEntries = 256;

    // The latest time that a token can name: the end of the year 9999.
    private const double MaxSeconds = 253_402_300_799;

    /// <summary>Reads the claims.</summary>
    /// <param name="json">The payload of the token.</param>
    /// <param name="audience">What <c>aud</c> must name; null when it is not looked at.</param>
    /// <param name="now">The time.</param>
    public static TokenResult Read(byte[] json, string? audience, DateTimeOffset now)
    {
        if (!JwtText.TryReadMembers(json, out var claims))
            return TokenResult.Refused("The claims of the token are not one JSON object with each member once.");
        if (Times(claims, now, out var expiresAt) is { } refused) return refused;
        if (audience is not null && !NamesAudience(claims, audience))
            return TokenResult.Refused("The token is for another audience (claim aud).");
        return Identity(claims, expiresAt);
    }

    private static TokenResult? Times(Dictionary<string, JsonElement> claims, DateTimeOffset now, out DateTimeOffset expiresAt)
    {
        expiresAt = default;
        if (!TryGetTime(claims, "exp", out var exp) || exp is null)
            return TokenResult.Refused("The token needs a claim exp: a number of seconds since 1970.");
        if (!TryGetTime(claims, "nbf", out var nbf) || !TryGetTime(claims, "iat", out var iat))
            return TokenResult.Refused("The claims nbf and iat are numbers of seconds since 1970.");
        if (now >= exp.Value + Skew) return TokenResult.Expired();
        if (nbf > now + Skew) return TokenResult.Refused("The token is not valid yet (claim nbf).");
        if (iat > now + Skew) return TokenResult.Refused("The token was issued in the future (claim iat).");
        // Who is let in by the skew alone stays until the skew ends, not for no time at all.
        expiresAt = exp.Value > now ? exp.Value : exp.Value + Skew;
        return null;
    }

    private static TokenResult Identity(Dictionary<string, JsonElement> claims, DateTimeOffset expiresAt)
    {
        if (!claims.TryGetValue("sub", out var sub) || !TryGetUser(sub, out var user))
            return TokenResult.Refused($"The token needs a claim sub: an integer, or a string of 1 to {UserId.MaxLength} printable characters.");
        if (!TryGetText(claims, "name", MaxNameLength, out var name))
            return TokenResult.Refused($"The claim name is a string of at most {MaxNameLength} printable characters.");
        if (!TryGetText(claims, "picture", MaxPictureLength, out var picture))
            return TokenResult.Refused($"The claim picture is a string of at most {MaxPictureLength} printable characters.");
        if (!TryGetChannels(claims, out var channels))
            return TokenResult.Refused($"The claim channels is an array of at most {MaxEntries} strings or integers.");
        return TokenResult.Accepted(new Caller { User = user, Name = name, Picture = picture, Channels = channels, ExpiresAt = expiresAt });
    }

    private static bool TryGetTime(Dictionary<string, JsonElement> claims, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!claims.TryGetValue(name, out var element)) return true;
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out var seconds) || !(seconds is >= 0 and <= MaxSeconds)) return false;
        time = DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    private static bool NamesAudience(Dictionary<string, JsonElement> claims, string audience)
    {
        if (!claims.TryGetValue("aud", out var aud)) return false;
        if (aud.ValueKind != JsonValueKind.Array) return JwtText.TryGetString(aud, out var one) && one == audience;
        if (aud.GetArrayLength() > MaxEntries) return false;
        var named = false;
        foreach (var entry in aud.EnumerateArray())
        {
            if (!JwtText.TryGetString(entry, out var text)) return false;
            named |= text == audience;
        }

        return named;
    }

    private static bool TryGetUser(JsonElement element, out UserId user)
    {
        user = default;
        if (element.ValueKind == JsonValueKind.Number)
        {
            // Only plain digits are an integer here: 1.0 and 1e3 would come back as something else than was sent.
            var raw = element.GetRawText();
            if (!long.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return false;
            user = UserId.Of(number);
            return true;
        }

        if (!JwtText.TryGetString(element, out var text) || text.Length is 0 or > UserId.MaxLength || text.Any(char.IsControl)) return false;
        user = UserId.Of(text);
        return true;
    }

    private static bool TryGetText(Dictionary<string, JsonElement> claims, string name, int maxLength, out string? text)
    {
        text = null;
        if (!claims.TryGetValue(name, out var element) || element.ValueKind == JsonValueKind.Null) return true;
        return JwtText.TryGetString(element, out text) && text.Length <= maxLength && !text.Any(char.IsControl);
    }

    private static bool TryGetChannels(Dictionary<string, JsonElement> claims, out ImmutableHashSet<string>? channels)
    {
        channels = null;
        if (!claims.TryGetValue("channels", out var element)) return true;
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > MaxEntries) return false;
        var builder = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var entry in element.EnumerateArray())
        {
            if (!TryGetUser(entry, out var id)) return false;
            builder.Add(id.Text);
        }

        channels = builder.ToImmutable();
        return true;
    }
}
