using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Iskra.Tests.Gateway.Sockets;

/// <summary>Tokens that the gateways of the tests accept.</summary>
internal static class TestTokens
{
    internal static string For(string user, DateTimeOffset? expiresAt = null)
    {
        var expires = (expiresAt ?? DateTimeOffset.UtcNow.AddHours(1)).ToUnixTimeSeconds();
        var head = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);
        var body = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"sub":"{{user}}","name":"Ann","exp":{{expires}}}"""));
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(TestGateway.SigningKey), Encoding.ASCII.GetBytes($"{head}.{body}"));
        return $"{head}.{body}.{Base64Url.EncodeToString(signature)}";
    }
}
