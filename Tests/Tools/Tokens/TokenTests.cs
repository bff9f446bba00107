using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Iskra.Tools;
using Iskra.Tools.Tokens;

namespace Iskra.Tests.Tools.Tokens;

public sealed class TokenTests
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef");
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static TokenClaims Claims(params string[] channels) => new("1", "Анна \"A\"", null, channels, null, Now, Now.AddHours(2));

    [Fact]
    public void A_token_verifies_with_its_key_and_not_with_another()
    {
        var parts = TokenSigner.Sign(Claims(), Key).Split('.');

        Assert.Equal(3, parts.Length);
        var signed = Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]);
        Assert.Equal(HMACSHA256.HashData(Key, signed), Base64Url.DecodeFromChars(parts[2]));
        Assert.Equal("""{"alg":"HS256","typ":"JWT"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
    }

    [Fact]
    public void The_claims_are_what_was_asked_for()
    {
        var claims = Claims("chat/1", "room/x") with { Picture = "https://example.org/a.png", Audience = "iskra" };
        var payload = JsonElement.Parse(Base64Url.DecodeFromChars(TokenSigner.Sign(claims, Key).Split('.')[1]));

        Assert.Equal("1", payload.GetProperty("sub").GetString());
        Assert.Equal("Анна \"A\"", payload.GetProperty("name").GetString());
        Assert.Equal("https://example.org/a.png", payload.GetProperty("picture").GetString());
        Assert.Equal("iskra", payload.GetProperty("aud").GetString());
        Assert.Equal(["chat/1", "room/x"], payload.GetProperty("channels").EnumerateArray().Select(channel => channel.GetString()));
        Assert.Equal(Now.ToUnixTimeSeconds(), payload.GetProperty("iat").GetInt64());
        Assert.Equal(Now.AddHours(2).ToUnixTimeSeconds(), payload.GetProperty("exp").GetInt64());
    }

    [Fact]
    public void What_was_not_asked_for_is_not_in_the_token()
    {
        var payload = JsonElement.Parse(Base64Url.DecodeFromChars(TokenSigner.Sign(Claims(), Key).Split('.')[1]));

        Assert.Equal(["sub", "name", "iat", "exp"], payload.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void The_key_comes_from_the_environment_first()
    {
        var key = SigningKey.Load(name => name == "Auth__SigningKey" ? "0123456789abcdef0123456789abcdef" : null, "/nowhere");

        Assert.Equal(Key, key);
    }

    [Fact]
    public void A_key_of_31_bytes_is_refused() =>
        Assert.Contains("31 bytes", Assert.Throws<ToolException>(() => SigningKey.Load(_ => new string('k', 31), "/nowhere")).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_a_key_the_message_says_how_to_get_one() =>
        Assert.Contains("./iskra up", Assert.Throws<ToolException>(() => SigningKey.Load(_ => null, "/nowhere")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_key_file_of_the_private_folder_is_found()
    {
        var home = Directory.CreateTempSubdirectory("iskra-key");
        try
        {
            File.WriteAllText(Path.Combine(home.FullName, "signing.key"), "0123456789abcdef0123456789abcdef\n");

            Assert.Equal(Key, SigningKey.Load(name => name == "ISKRA_HOME" ? home.FullName : null, "/nowhere"));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
