using Iskra.Gateway.Security;
using static Iskra.Tests.Unit.Security.TestTokens;

namespace Iskra.Tests.Unit.Security;

public sealed class JwtClaimsTests
{
    private const long Exp = 1_800_000_600;

    [Fact]
    public void A_subject_keeps_its_kind()
    {
        var text = Verify(Hs256("""{"sub":"1","exp":1800000600}""")).Caller!.User!.Value;
        var number = Verify(Hs256("""{"sub":1,"exp":1800000600}""")).Caller!.User!.Value;
        Assert.False(text.IsInteger);
        Assert.True(number.IsInteger);
        Assert.Equal("1", number.Text);
        Assert.Equal(text, number);
    }

    [Fact]
    public void Name_picture_and_channels_come_from_the_token()
    {
        var caller = Verify(Hs256("""{"sub":"ann","exp":1800000600,"name":"Анна","picture":"https://x/y.png","channels":["general",7,"voice/lobby"]}""")).Caller!;
        Assert.Equal("Анна", caller.Name);
        Assert.Equal("https://x/y.png", caller.Picture);
        Assert.True(caller.MayUse("chat/general"));
        Assert.True(caller.MayUse("chat/7"));
        Assert.True(caller.MayUse("voice/lobby"));
        Assert.False(caller.MayUse("chat/lobby"));
        Assert.False(caller.MayUse("chat/secret"));
        Assert.True(caller.MayUse("alerts"));
    }

    [Fact]
    public void An_empty_list_of_channels_allows_none() =>
        Assert.False(Verify(Hs256("""{"sub":"ann","exp":1800000600,"channels":[]}""")).Caller!.MayUse("chat/general"));

    [Theory]
    [InlineData("""{"exp":1800000600}""")]
    [InlineData("""{"sub":null,"exp":1800000600}""")]
    [InlineData("""{"sub":true,"exp":1800000600}""")]
    [InlineData("""{"sub":{"id":1},"exp":1800000600}""")]
    [InlineData("""{"sub":["ann"],"exp":1800000600}""")]
    [InlineData("""{"sub":1.5,"exp":1800000600}""")]
    [InlineData("""{"sub":1e3,"exp":1800000600}""")]
    [InlineData("""{"sub":99999999999999999999,"exp":1800000600}""")]
    [InlineData("""{"sub":"","exp":1800000600}""")]
    [InlineData("""{"sub":"a\u0000b","exp":1800000600}""")]
    [InlineData("""{"sub":"ann"}""")]
    [InlineData("""{"sub":"ann","exp":null}""")]
    [InlineData("""{"sub":"ann","exp":"1800000600"}""")]
    [InlineData("""{"sub":"ann","exp":true}""")]
    [InlineData("""{"sub":"ann","exp":-1}""")]
    [InlineData("""{"sub":"ann","exp":1e300}""")]
    [InlineData("""{"sub":"ann","exp":[1800000600]}""")]
    [InlineData("""{"sub":"ann","exp":1800000600,"nbf":"0"}""")]
    [InlineData("""{"sub":"ann","exp":1800000600,"nbf":null}""")]
    [InlineData("""{"sub":"ann","exp":1800000600,"iat":{}}""")]
    [InlineData("""{"sub":"ann","exp":1800000600,"name":7}""")]
    [InlineData("""{"sub":"ann","exp":1800000600,"name":["Ann"]}""")]
    [InlineData("""{"sub":"ann","exp":1800000600,"name":"a\nb"}""")]
    [InlineData("""{"sub":"ann","exp":1800000600,"picture":{}}""")]
    [InlineData("""{"sub":"ann","exp":1800000600,"channels":"general"}""")]
    [InlineData("""{"sub":"ann","exp":1800000600,"channels":null}""")]
    [InlineData("""{"sub":"ann","exp":1800000600,"channels":{"general":true}}""")]
    [InlineData("""{"sub":"ann","exp":1800000600,"channels":[true]}""")]
    [InlineData("""{"sub":"ann","exp":1800000600,"channels":[["general"]]}""")]
    public void Claims_of_the_wrong_kind_are_refused(string claims)
    {
        var result = Verify(Hs256(claims));
        Assert.Null(result.Caller);
        Assert.Equal(ErrorCode.Unauthorized, result.Code);
    }

    [Theory]
    [InlineData(Exp - 1, true)]
    [InlineData(Exp, true)]
    [InlineData(Exp + 59, true)]
    [InlineData(Exp + 60, false)]
    public void A_token_ends_with_exp_and_a_minute_for_the_clocks(long now, bool accepted)
    {
        var result = Verify(Hs256(Claims), now: DateTimeOffset.FromUnixTimeSeconds(now));
        Assert.Equal(accepted, result.Caller is not null);
        Assert.Equal(accepted ? null : ErrorCode.TokenExpired, result.Code);
    }

    [Fact]
    public void A_connection_ends_at_exp_or_with_the_skew_that_let_it_in()
    {
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Exp), Verify(Hs256(Claims)).Caller!.ExpiresAt);
        var late = Verify(Hs256(Claims), now: DateTimeOffset.FromUnixTimeSeconds(Exp + 10));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Exp + 60), late.Caller!.ExpiresAt);
    }

    [Theory]
    [InlineData("nbf", 60, true)]
    [InlineData("nbf", 61, false)]
    [InlineData("iat", 60, true)]
    [InlineData("iat", 61, false)]
    public void A_token_from_the_future_has_a_minute_for_the_clocks(string claim, int aheadSeconds, bool accepted)
    {
        var claims = $$"""{"sub":"ann","exp":1800000600,"{{claim}}":{{1_800_000_000 + aheadSeconds}}}""";
        Assert.Equal(accepted, Verify(Hs256(claims)).Caller is not null);
    }

    [Theory]
    [InlineData("\"iskra\"", true)]
    [InlineData("[\"other\",\"iskra\"]", true)]
    [InlineData("\"other\"", false)]
    [InlineData("[]", false)]
    [InlineData("[\"iskra\",7]", false)]
    [InlineData("7", false)]
    [InlineData("null", false)]
    public void The_audience_must_be_named_where_one_is_configured(string audience, bool accepted)
    {
        var token = Hs256($$"""{"sub":"ann","exp":1800000600,"aud":{{audience}}}""");
        Assert.Equal(accepted, Verify(token, "iskra").Caller is not null);
        Assert.NotNull(Verify(token).Caller);
        Assert.Null(Verify(Hs256(Claims), "iskra").Caller);
    }

    [Fact]
    public void The_longest_subject_is_accepted_and_a_longer_one_is_not()
    {
        Assert.NotNull(Verify(Hs256($$"""{"sub":"{{new string('a', UserId.MaxLength)}}","exp":1800000600}""")).Caller);
        Assert.Null(Verify(Hs256($$"""{"sub":"{{new string('a', UserId.MaxLength + 1)}}","exp":1800000600}""")).Caller);
    }
}
