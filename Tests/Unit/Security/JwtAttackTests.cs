using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using static Iskra.Tests.Unit.Security.TestTokens;

namespace Iskra.Tests.Unit.Security;

/// <summary>What forgers try (RFC 8725), each refused.</summary>
public sealed class JwtAttackTests
{
    [Fact]
    public void Good_tokens_of_each_algorithm_are_accepted()
    {
        Assert.Equal("ann", Verify(Hs256(Claims)).Caller?.User?.Text);
        Assert.Equal("ann", Verify(Rs256(Claims)).Caller?.User?.Text);
        Assert.Equal("ann", Verify(Es256(Claims)).Caller?.User?.Text);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("")]
    public void Algorithm_none_is_refused_with_and_without_a_signature(string algorithm)
    {
        var header = $$"""{"alg":"{{algorithm}}"}""";
        AssertRefused(Part(header) + "." + Part(Claims) + ".");
        AssertRefused(Hs256(Claims, header));
    }

    [Fact]
    public void The_public_RSA_key_is_no_shared_key()
    {
        foreach (var secret in new[]
        {
            Encoding.ASCII.GetBytes(Rsa.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(Rsa.ExportRSAPublicKeyPem()),
            Rsa.ExportSubjectPublicKeyInfo(), Rsa.ExportParameters(false).Modulus!,
        })
        {
            AssertRefused(Hs256(Claims, """{"alg":"HS256","kid":"rsa-1"}""", secret));
            AssertRefused(Sign("""{"alg":"RS256","kid":"rsa-1"}""", Claims, input => HMACSHA256.HashData(secret, input)));
        }
    }

    [Fact]
    public void A_header_cannot_move_a_key_to_another_algorithm()
    {
        AssertRefused(Hs256(Claims, """{"alg":"RS256","kid":"rsa-1"}"""));
        AssertRefused(Rs256(Claims, """{"alg":"HS256"}"""));
        AssertRefused(Es256(Claims, """{"alg":"RS256","kid":"ec-1"}"""));
        AssertRefused(Hs256(Claims, """{"alg":"HS512"}"""));
        AssertRefused(Rs256(Claims, """{"alg":"PS256","kid":"rsa-1"}"""));
        AssertRefused(Hs256(Claims, """{"alg":"hs256"}"""));
    }

    [Fact]
    public void An_empty_or_truncated_signature_is_refused()
    {
        foreach (var token in new[] { Hs256(Claims), Rs256(Claims), Es256(Claims) })
        {
            var point = token.LastIndexOf('.');
            AssertRefused(token[..(point + 1)]);
            AssertRefused(token[..point]);
            AssertRefused(token[..^4]);
            AssertRefused(token[..(point + 5)]);
        }
    }

    [Fact]
    public void A_changed_payload_is_refused()
    {
        var parts = Hs256(Claims).Split('.');
        AssertRefused(parts[0] + "." + Part("""{"sub":"eve","exp":1800000600}""") + "." + parts[2]);
    }

    [Fact]
    public void An_ES256_signature_in_DER_is_refused() =>
        AssertRefused(Sign("""{"alg":"ES256"}""", Claims, input => Ec.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));

    [Fact]
    public void ES256_signatures_of_zeros_are_refused()
    {
        var good = Ec.SignData("x"u8.ToArray(), HashAlgorithmName.SHA256);
        AssertRefused(Sign("""{"alg":"ES256"}""", Claims, _ => new byte[64]));
        AssertRefused(Sign("""{"alg":"ES256"}""", Claims, _ => [.. good[..32], .. new byte[32]]));
        AssertRefused(Sign("""{"alg":"ES256"}""", Claims, _ => [.. new byte[32], .. good[32..]]));
        AssertRefused(Sign("""{"alg":"ES256"}""", Claims, _ => new byte[65]));
    }

    [Fact]
    public void A_header_that_demands_extensions_is_refused()
    {
        AssertRefused(Hs256(Claims, """{"alg":"HS256","crit":["exp"]}"""));
        AssertRefused(Hs256(Claims, """{"alg":"HS256","crit":[]}"""));
        AssertRefused(Hs256(Claims, """{"alg":"HS256","b64":false,"crit":["b64"]}"""));
    }

    [Fact]
    public void A_key_id_that_names_no_key_or_another_is_refused()
    {
        AssertRefused(Rs256(Claims, """{"alg":"RS256","kid":"rsa-2"}"""));
        AssertRefused(Rs256(Claims, """{"alg":"RS256","kid":"ec-1"}"""));
        AssertRefused(Rs256(Claims, """{"alg":"RS256","kid":7}"""));
        AssertRefused(Rs256(Claims, """{"alg":"RS256","kid":"../../dev/null"}"""));
    }

    [Fact]
    public void Keys_in_the_header_are_never_used()
    {
        using var own = RSA.Create(2_048);
        var key = own.ExportParameters(includePrivateParameters: false);
        var jwk = $$"""{"kty":"RSA","n":"{{Base64Url.EncodeToString(key.Modulus)}}","e":"{{Base64Url.EncodeToString(key.Exponent)}}"}""";
        foreach (var header in new[]
        {
            $$"""{"alg":"RS256","jwk":{{jwk}}}""",
            """{"alg":"RS256","jku":"http://127.0.0.1:1/keys"}""",
            """{"alg":"RS256","x5u":"http://127.0.0.1:1/cert","x5c":["MIIB"]}""",
        })
        {
            AssertRefused(Sign(header, Claims, input => own.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        }
    }

    [Theory]
    [InlineData("""{"alg":"HS256","alg":"none"}""")]
    [InlineData("""{"alg":"none","alg":"HS256"}""")]
    [InlineData("""["HS256"]""")]
    [InlineData("""{"alg":256}""")]
    [InlineData("""{}""")]
    [InlineData("""{"alg":"HS256"} {}""")]
    [InlineData("""not json""")]
    public void A_header_that_is_not_one_plain_object_is_refused(string header) => AssertRefused(Hs256(Claims, header));

    [Theory]
    [InlineData("""{"sub":"ann","sub":"eve","exp":1800000600}""")]
    [InlineData("""{"sub":"ann","exp":1,"exp":1800000600}""")]
    [InlineData("""[]""")]
    [InlineData(""" """)]
    [InlineData("""{"sub":"ann","exp":1800000600}x""")]
    [InlineData("""{"sub":"\ud800","exp":1800000600}""")]
    public void Claims_that_are_not_one_plain_object_are_refused(string claims) => AssertRefused(Hs256(claims));

    [Fact]
    public void Deeply_nested_claims_are_refused()
    {
        var nested = new string('[', 200) + new string(']', 200);
        AssertRefused(Hs256($$"""{"sub":"ann","exp":1800000600,"x":{{nested}}}"""));
    }

    [Fact]
    public void A_token_at_the_size_limit_is_read_and_one_above_is_not()
    {
        var small = Hs256("""{"sub":"ann","exp":1800000600,"x":""}""");
        var room = (8_192 - small.Length) * 3 / 4;
        var largest = Hs256($$"""{"sub":"ann","exp":1800000600,"x":"{{new string('a', room - 2)}}"}""");
        Assert.InRange(largest.Length, 8_180, 8_192);
        Assert.NotNull(Verify(largest).Caller);
        AssertRefused(Hs256($$"""{"sub":"ann","exp":1800000600,"x":"{{new string('a', room + 8)}}"}"""));
        AssertRefused(new string('a', 1_000_000));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("..")]
    [InlineData("a b.c.d")]
    public void Text_that_is_no_token_is_refused(string token) => AssertRefused(token);

    [Fact]
    public void Padding_and_other_alphabets_are_refused()
    {
        var token = Hs256(Claims);
        AssertRefused(token + "=");
        AssertRefused(token.Insert(5, "\n"));
        AssertRefused(token.Insert(5, " "));
        AssertRefused(" " + token);
    }

    private static void AssertRefused(string token)
    {
        var result = Verify(token);
        Assert.Null(result.Caller);
        Assert.Equal(ErrorCode.Unauthorized, result.Code);
        Assert.False(string.IsNullOrEmpty(result.Reason));
    }
}
