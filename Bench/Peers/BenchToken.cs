using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Iskra.Bench.Peers;

/// <summary>A token that may publish.</summary>
internal static class BenchToken
{
    /// <summary>Signs one that is valid for an hour.</summary>
    /// <param name="signingKey">What the server has as <c>Auth:SigningKey</c>.</param>
    internal static string Of(string signingKey)
    {
        var expires = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
        var text = Part("""{"alg":"HS256","typ":"JWT"}""") + "." + Part($$"""{"sub":"bench","name":"Bench","exp":{{expires}}}""");
        return text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(signingKey), Encoding.ASCII.GetBytes(text)));
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
