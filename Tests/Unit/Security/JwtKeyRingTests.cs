using System.Buffers.Text;
using System.Text;
using Iskra.Gateway.Security;
using Iskra.Tests.Unit.Observability;
using Microsoft.Extensions.Logging.Abstractions;
using static Iskra.Tests.Unit.Security.TestTokens;

namespace Iskra.Tests.Unit.Security;

public sealed class JwtKeyRingTests : IDisposable
{
    private readonly SettableClock _time = new();
    private readonly FakeReader _reader = new();
    private readonly JwtKeyRing _ring;

    public JwtKeyRingTests() =>
        _ring = new JwtKeyRing(new AuthOptions { SigningKey = Secret }, _reader, _time, NullLogger<JwtKeyRing>.Instance);

    public void Dispose() => _ring.Dispose();

    [Fact]
    public async Task The_set_is_fetched_when_first_needed_and_then_kept()
    {
        Assert.NotNull(await VerifyAsync(Hs256(Claims)));
        Assert.Equal(0, _reader.Reads);
        Assert.NotNull(await VerifyAsync(Rs256(Claims)));
        Assert.NotNull(await VerifyAsync(Rs256(Claims)));
        Assert.Equal(1, _reader.Reads);
    }

    [Fact]
    public async Task An_unknown_key_id_fetches_again_but_at_most_once_a_minute()
    {
        await VerifyAsync(Rs256(Claims));
        var unknown = Rs256(Claims, """{"alg":"RS256","kid":"new"}""");
        for (var i = 0; i < 100; i++) Assert.Null(await VerifyAsync(unknown));
        Assert.Equal(1, _reader.Reads);
        _time.Advance(JwtKeyRing.MinInterval);
        _reader.KeyId = "new";
        Assert.NotNull(await VerifyAsync(unknown));
        Assert.Equal(2, _reader.Reads);
        Assert.Null(await VerifyAsync(Rs256(Claims)));
        Assert.Equal(2, _reader.Reads);
    }

    [Fact]
    public async Task A_set_that_cannot_be_fetched_leaves_the_one_before()
    {
        Assert.NotNull(await VerifyAsync(Rs256(Claims)));
        _reader.Fails = true;
        _time.Advance(JwtKeyRing.MaxAge);
        Assert.NotNull(await VerifyAsync(Rs256(Claims)));
        Assert.Equal(2, _reader.Reads);
    }

    [Fact]
    public async Task After_a_failure_it_is_tried_again_after_five_seconds()
    {
        _reader.Fails = true;
        Assert.Null(await VerifyAsync(Rs256(Claims)));
        Assert.Null(await VerifyAsync(Rs256(Claims)));
        Assert.Equal(1, _reader.Reads);
        _reader.Fails = false;
        _time.Advance(JwtKeyRing.RetryInterval);
        Assert.NotNull(await VerifyAsync(Rs256(Claims)));
    }

    private async Task<Caller?> VerifyAsync(string token) =>
        JwtVerifier.Verify(token, await _ring.KeysForAsync(token, TestContext.Current.CancellationToken), null, Now).Caller;

    private sealed class FakeReader : IJwksReader
    {
        public int Reads { get; private set; }

        public bool Fails { get; set; }

        public string KeyId { get; set; } = "rsa-1";

        public Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
        {
            Reads++;
            if (Fails) return Task.FromException<ReadOnlyMemory<byte>>(new IOException("away"));
            var key = Rsa.ExportParameters(includePrivateParameters: false);
            var json = $$"""{"keys":[{"kty":"RSA","kid":"{{KeyId}}","n":"{{Base64Url.EncodeToString(key.Modulus)}}","e":"{{Base64Url.EncodeToString(key.Exponent)}}"}]}""";
            return Task.FromResult<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes(json));
        }
    }
}
