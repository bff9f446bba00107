using System.Text;
using Iskra.Gateway.Security;

namespace Iskra.Gateway.Hosting;

/// <summary>Reads section <c>Auth</c>. Secrets never appear in a message.</summary>
public static class AuthSettings
{
    /// <summary>Shortest key of HS256 in bytes (RFC 7518 section 3.2: as long as the hash).</summary>
    public const int MinSigningKeyBytes = 32;

    /// <summary>Shortest API token in characters.</summary>
    public const int MinApiTokenLength = 16;

    /// <summary>Reads the section; problems are left with the reader.</summary>
    public static AuthOptions Read(SettingReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var options = new AuthOptions
        {
            SigningKey = SigningKey(reader),
            Jwks = Jwks(reader),
            Audience = reader.Text("Auth:Audience"),
            Required = reader.Boolean("Auth:Required", fallback: false),
            ApiTokens = reader.List("Auth:ApiTokens"),
        };
        if (options.ApiTokens.Any(token => token.Length < MinApiTokenLength))
            reader.Refuse("Auth:ApiTokens", $"every token needs at least {MinApiTokenLength} characters; make one with: openssl rand -hex 24");
        if (options.Required && options.SigningKey is null && options.Jwks is null && options.ApiTokens.IsEmpty)
            reader.Refuse("Auth:Required", "is true, but nobody could get in: set Auth:SigningKey, Auth:Jwks or Auth:ApiTokens as well.");
        return options;
    }

    private static ReadOnlyMemory<byte>? SigningKey(SettingReader reader)
    {
        var text = reader.Text("Auth:SigningKey");
        if (text is null) return null;
        var key = Encoding.UTF8.GetBytes(text);
        if (key.Length >= MinSigningKeyBytes) return key;
        reader.Refuse("Auth:SigningKey", $"has {key.Length} bytes; it needs at least {MinSigningKeyBytes}. Make one with: openssl rand -hex 32");
        return null;
    }

    private static string? Jwks(SettingReader reader)
    {
        var text = reader.Text("Auth:Jwks");
        if (text is null) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") return text;
        if (File.Exists(text)) return text;
        reader.Refuse("Auth:Jwks", $"'{text}' must be the path of a file that exists, or an http(s) address.");
        return null;
    }
}
