using System.Buffers.Text;
using System.Text;
using Iskra.Gateway.Security;

namespace Iskra.Tests.Unit.Security;

/// <summary>The published examples of RFC 7515, appendices A.1 to A.3 and A.5.</summary>
public sealed class JwtVectorTests
{
    private const string Payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private const string Hs256 = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + Payload + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Hs256Key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";

    private const string Rs256 = "eyJhbGciOiJSUzI1NiJ9." + Payload
        + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
        + "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1"
        + "phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    private const string Rs256Modulus =
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b"
        + "32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5"
        + "IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";

    private const string Es256 = "eyJhbGciOiJFUzI1NiJ9." + Payload
        + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    private const string Es256X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    private const string Es256Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    private const string Unsecured = "eyJhbGciOiJub25lIn0." + Payload + ".";

    private static readonly HmacJwtKey Hmac = new(Bytes(Hs256Key));
    private static readonly RsaJwtKey Rsa = new(null, Bytes(Rs256Modulus), Bytes("AQAB"));
    private static readonly EcJwtKey Ec = new(null, Bytes(Es256X), Bytes(Es256Y));

    [Fact]
    public void The_example_of_HS256_verifies() => AssertVerifies(Hmac, Hs256);

    [Fact]
    public void The_example_of_RS256_verifies() => AssertVerifies(Rsa, Rs256);

    [Fact]
    public void The_example_of_ES256_verifies() => AssertVerifies(Ec, Es256);

    [Fact]
    public void The_unsecured_example_is_refused()
    {
        var result = JwtVerifier.Verify(Unsecured, [Hmac, Rsa, Ec], audience: null, DateTimeOffset.UnixEpoch);
        Assert.Null(result.Caller);
        Assert.Equal(ErrorCode.Unauthorized, result.Code);
    }

    [Theory]
    [InlineData(Hs256)]
    [InlineData(Rs256)]
    [InlineData(Es256)]
    public void The_examples_pass_the_signature_and_end_at_their_claims(string token)
    {
        // The examples have no sub, which this server demands; and they ran out in 2011.
        var before = JwtVerifier.Verify(token, [Hmac, Rsa, Ec], audience: null, DateTimeOffset.FromUnixTimeSeconds(1_300_819_379));
        Assert.Contains("sub", before.Reason, StringComparison.Ordinal);
        var after = JwtVerifier.Verify(token, [Hmac, Rsa, Ec], audience: null, DateTimeOffset.FromUnixTimeSeconds(1_300_819_380 + 60));
        Assert.Equal(ErrorCode.TokenExpired, after.Code);
    }

    private static void AssertVerifies(JwtKey key, string token)
    {
        var input = Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]);
        var signature = Bytes(token[(token.LastIndexOf('.') + 1)..]);
        Assert.True(key.Verify(input, signature));
        input[^1] ^= 1;
        Assert.False(key.Verify(input, signature));
    }

    private static byte[] Bytes(string base64Url) => Base64Url.DecodeFromChars(base64Url);
}
