using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Iskra.Tools.Tokens;

/// <summary>Makes JSON web tokens signed with HS256 (RFC 7515, RFC 7519).</summary>
internal static class TokenSigner
{
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <summary>Signs claims.</summary>
    /// <param name="claims">What the token says.</param>
    /// <param name="key">The shared key, at least <see cref="SigningKey.MinBytes"/> bytes.</param>
    /// <returns>The token in its compact form.</returns>
    public static string Sign(TokenClaims claims, byte[] key)
    {
        var signed = Header + "." + Base64Url.EncodeToString(Payload(claims));
        return signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)));
    }

    private static ReadOnlySpan<byte> Payload(TokenClaims claims)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("sub", claims.Subject);
            writer.WriteString("name", claims.Name);
            WriteOptional(writer, claims);
            writer.WriteNumber("iat", claims.IssuedAt.ToUnixTimeSeconds());
            writer.WriteNumber("exp", claims.ExpiresAt.ToUnixTimeSeconds());
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    private static void WriteOptional(Utf8JsonWriter writer, TokenClaims claims)
    {
        if (claims.Picture is not null)
        {
            writer.WriteString("picture", claims.Picture);
        }

        if (claims.Audience is not null)
        {
            writer.WriteString("aud", claims.Audience);
        }

        if (claims.Channels.Count > 0)
        {
            writer.WriteStartArray("channels");
            foreach (var channel in claims.Channels)
            {
                writer.WriteStringValue(channel);
            }

            writer.WriteEndArray();
        }
    }
}
