using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Iskra.Tests.Gateway;

/// <summary>Tokens that the host of the tests accepts.</summary>
internal static class Tokens
{
    internal static string For(string subject, TimeSpan? validFor = null)
    {
        var exp = DateTimeOffset.UtcNow.Add(validFor ?? TimeSpan.FromMinutes(10)).ToUnixTimeSeconds();
        var input = Part("""{"alg":"HS256"}""") + "." + Part($$"""{"sub":"{{subject}}","exp":{{exp}}}""");
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(GatewayHost.SigningKey), Encoding.ASCII.GetBytes(input));
        return input + "." + Base64Url.EncodeToString(signature);
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
