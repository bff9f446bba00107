using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Iskra.Gateway.Security;

namespace Iskra.Tests.Unit.Security;

/// <summary>Keys of a test and tokens signed with them.</summary>
internal static class TestTokens
{
    internal static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    internal static readonly byte[] Secret = Encoding.UTF8.GetBytes("a shared key that is long enough, really");
    internal static readonly RSA Rsa = RSA.Create(2_048);
    internal static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal static readonly ImmutableArray<JwtKey> Keys = [new HmacJwtKey(Secret), RsaKey("rsa-1"), EcKey("ec-1")];

    internal const string Claims = """{"sub":"ann","exp":1800000600}""";

    internal static RsaJwtKey RsaKey(string? id)
    {
        var key = Rsa.ExportParameters(includePrivateParameters: false);
        return new RsaJwtKey(id, key.Modulus, key.Exponent);
    }

    internal static EcJwtKey EcKey(string? id)
    {
        var key = Ec.ExportParameters(includePrivateParameters: false);
        return new EcJwtKey(id, key.Q.X, key.Q.Y);
    }

    internal static string Hs256(string claims, string header = """{"alg":"HS256","typ":"JWT"}""", byte[]? secret = null) =>
        Sign(header, claims, input => HMACSHA256.HashData(secret ?? Secret, input));

    internal static string Rs256(string claims, string header = """{"alg":"RS256","kid":"rsa-1"}""") =>
        Sign(header, claims, input => Rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    internal static string Es256(string claims, string header = """{"alg":"ES256","kid":"ec-1"}""") =>
        Sign(header, claims, input => Ec.SignData(input, HashAlgorithmName.SHA256));

    internal static string Sign(string header, string claims, Func<byte[], byte[]> sign)
    {
        var input = Part(header) + "." + Part(claims);
        return input + "." + Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(input)));
    }

    internal static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    internal static TokenResult Verify(string token, string? audience = null, DateTimeOffset? now = null) =>
        JwtVerifier.Verify(token, Keys, audience, now ?? Now);
}
