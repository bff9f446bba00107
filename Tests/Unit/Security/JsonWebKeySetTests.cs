using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Iskra.Gateway.Security;
using static Iskra.Tests.Unit.Security.TestTokens;

namespace Iskra.Tests.Unit.Security;

public sealed class JsonWebKeySetTests
{
    [Fact]
    public void Keys_of_both_kinds_are_read_and_verify()
    {
        var keys = Parse(RsaJson(), EcJson());
        Assert.Equal(["RS256", "ES256"], keys.Select(key => key.Algorithm));
        Assert.NotNull(JwtVerifier.Verify(Rs256(Claims), [.. keys], null, Now).Caller);
        Assert.NotNull(JwtVerifier.Verify(Es256(Claims), [.. keys], null, Now).Caller);
    }

    [Theory]
    [InlineData("\"use\":\"enc\"")]
    [InlineData("\"use\":7")]
    [InlineData("\"key_ops\":[\"sign\"]")]
    [InlineData("\"key_ops\":\"verify\"")]
    [InlineData("\"alg\":\"RS512\"")]
    [InlineData("\"alg\":\"HS256\"")]
    [InlineData("\"alg\":null")]
    public void Keys_for_something_else_are_left_out(string member)
    {
        Assert.Empty(Parse(RsaJson(member)));
        Assert.Empty(Parse(EcJson(member)));
    }

    [Theory]
    [InlineData("\"use\":\"sig\"")]
    [InlineData("\"key_ops\":[\"sign\",\"verify\"]")]
    public void Keys_for_signatures_are_taken(string member) => Assert.Single(Parse(RsaJson(member)));

    [Fact]
    public void Shared_and_unknown_kinds_are_left_out() =>
        Assert.Empty(Parse("""{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}""", """{"kty":"OKP","crv":"Ed25519","x":"AA"}""", "7", "{}"));

    [Fact]
    public void A_short_RSA_key_is_left_out()
    {
        using var rsa = RSA.Create(1_024);
        Assert.Empty(Parse(RsaJson(key: rsa)));
    }

    [Theory]
    [InlineData("AQ")]
    [InlineData("AA")]
    [InlineData("AQAA")]
    public void A_weak_exponent_is_left_out(string exponent) =>
        Assert.Empty(Parse($$"""{"kty":"RSA","n":"{{Base64Url.EncodeToString(Rsa.ExportParameters(false).Modulus)}}","e":"{{exponent}}"}"""));

    [Fact]
    public void A_point_beside_the_curve_is_left_out()
    {
        var x = Ec.ExportParameters(false).Q.X!;
        var text = Base64Url.EncodeToString(x);
        Assert.Empty(Parse($$"""{"kty":"EC","crv":"P-256","x":"{{text}}","y":"{{text}}"}"""));
        Assert.Empty(Parse($$"""{"kty":"EC","crv":"P-384","x":"{{text}}","y":"{{text}}"}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("<html>")]
    public void What_is_no_set_is_said_to_be_none(string json) => Assert.False(JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void A_set_above_the_size_limit_is_not_read()
    {
        var set = Encoding.UTF8.GetBytes("""{"keys":[]}""".PadRight(JsonWebKeySet.MaxBytes));
        Assert.True(JsonWebKeySet.TryParse(set, out _));
        Assert.False(JsonWebKeySet.TryParse(new ReadOnlyMemory<byte>([.. set, (byte)' ']), out _));
    }

    [Fact]
    public void No_more_keys_are_taken_than_the_limit() =>
        Assert.Equal(JsonWebKeySet.MaxKeys, Parse([.. Enumerable.Repeat(EcJson(), JsonWebKeySet.MaxKeys + 1)]).Length);

    private static ImmutableArray<JwtKey> Parse(params string[] keys)
    {
        Assert.True(JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', keys)}}]}"""), out var parsed));
        return parsed;
    }

    private static string RsaJson(string? member = null, RSA? key = null)
    {
        var parameters = (key ?? Rsa).ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","kid":"rsa-1",{{(member is null ? "" : member + ",")}}"n":"{{Base64Url.EncodeToString(parameters.Modulus)}}","e":"{{Base64Url.EncodeToString(parameters.Exponent)}}"}""";
    }

    private static string EcJson(string? member = null)
    {
        var point = Ec.ExportParameters(includePrivateParameters: false).Q;
        return $$"""{"kty":"EC","crv":"P-256","kid":"ec-1",{{(member is null ? "" : member + ",")}}"x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
    }
}
