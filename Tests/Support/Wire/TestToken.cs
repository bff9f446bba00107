using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Iskra.Tests.Wire;

/// <summary>Signs tokens as whoever runs Iskra would.</summary>
public static class TestToken
{
    /// <summary>The shared key of the tests.</summary>
    public const string SigningKey = "a key of the tests that is long enough for HS256";

    public static string For(string user, TimeSpan? life = null, string? extra = null)
    {
        var expires = DateTimeOffset.UtcNow.Add(life ?? TimeSpan.FromHours(1)).ToUnixTimeSeconds();
        return Sign("""{"alg":"HS256","typ":"JWT"}""", $$"""{"sub":"{{user}}","name":"{{user}}","exp":{{expires}}{{extra}}}""", SigningKey);
    }

    public static string Sign(string header, string claims, string key)
    {
        var text = Part(header) + "." + Part(claims);
        return text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(text)));
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
