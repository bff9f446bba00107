using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Iskra.Tests.Gateway;

/// <summary>Tokens that the gateways of the tests accept.</summary>
internal static class Tokens
{
    /// <summary>A token of a user, who is called Ann, for an hour unless said otherwise.</summary>
    internal static string For(string user, DateTimeOffset? expiresAt = null)
    {
        var expires = (expiresAt ?? DateTimeOffset.UtcNow.AddHours(1)).ToUnixTimeSeconds();
        var input = Part("""{"alg":"HS256","typ":"JWT"}""") + "." + Part($$"""{"sub":"{{user}}","name":"Ann","exp":{{expires}}}""");
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(TestGateway.SigningKey), Encoding.ASCII.GetBytes(input));
        return input + "." + Base64Url.EncodeToString(signature);
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
