using System.Text;
using Microsoft.Net.Http.Headers;

namespace Iskra.Gateway.Security;

/// <summary>
/// Finds out who sends a request: a token in <c>Authorization: Bearer</c> or <c>?token=</c>, an API token there or as the password
/// of <c>Authorization: Basic</c>. Nobody is an answer too; a bad token is refused even where none would be needed.
/// </summary>
public sealed class CallerResolver(AuthOptions options, JwtKeyRing keys, ApiTokens apiTokens, TimeProvider time)
{
    private static readonly TokenResult Nobody = TokenResult.Accepted(Caller.Anonymous);
    private static readonly TokenResult Machine = TokenResult.Accepted(new Caller { IsMachine = true });

    /// <summary>Whether everything needs a token (<c>Auth:Required</c>).</summary>
    public bool IsRequired => options.Required;

    /// <summary>Resolves the caller of a request.</summary>
    public async ValueTask<TokenResult> ResolveAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!TryFindToken(context, out var token, out var isBasic))
            return TokenResult.Refused("Authorization is 'Bearer <token>' or 'Basic <credentials>', once.");
        if (token is null) return Nobody;
        if (apiTokens.Contains(token)) return Machine;
        if (isBasic) return TokenResult.Refused("The password is none of the configured API tokens.");
        var trusted = await keys.KeysForAsync(token, context.RequestAborted);
        return JwtVerifier.Verify(token, trusted, options.Audience, time.GetUtcNow());
    }

    /// <summary>Resolves the caller where <c>Auth:Required</c> decides whether nobody will do.</summary>
    public async ValueTask<TokenResult> ResolveForReadingAsync(HttpContext context)
    {
        var result = await ResolveAsync(context);
        return result.Caller is { IsAuthenticated: false } && options.Required
            ? TokenResult.Refused("A token is required: Authorization: Bearer <token>, or ?token=.")
            : result;
    }

    private static bool TryFindToken(HttpContext context, out string? token, out bool isBasic)
    {
        token = null;
        isBasic = false;
        var header = context.Request.Headers[HeaderNames.Authorization];
        if (header.Count > 1) return false;
        if (header.Count == 1 && !string.IsNullOrWhiteSpace(header[0])) return TryReadHeader(header[0]!.Trim(), out token, out isBasic);
        var query = context.Features.Get<QueryTokenFeature>()?.Token ?? context.Request.Query["token"];
        if (query.Count > 1) return false;
        token = string.IsNullOrEmpty(query) ? null : query.ToString();
        return true;
    }

    private static bool TryReadHeader(string header, out string? token, out bool isBasic)
    {
        token = null;
        isBasic = false;
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || header.Length > JwtText.MaxLength + 16) return false;
        var rest = header[(space + 1)..].Trim();
        if (header.AsSpan(0, space).Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            token = rest;
            return rest.Length > 0;
        }

        isBasic = header.AsSpan(0, space).Equals("Basic", StringComparison.OrdinalIgnoreCase);
        return isBasic && TryReadBasic(rest, out token);
    }

    private static bool TryReadBasic(string credentials, out string? token)
    {
        token = null;
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length)) return false;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return false;
        token = colon == text.Length - 1 ? text[..colon] : text[(colon + 1)..];
        return token.Length > 0;
    }
}
