using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

public sealed class DraftRulesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public void As_many_drafts_as_one_write_holds_are_accepted(int count) => DraftRules.Check(Drafts.Many("e", count));

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public void None_or_more_drafts_are_refused(int count) =>
        Assert.Equal("drafts", Refused(Drafts.Many("e", count)).Field);

    [Fact]
    public void An_array_that_is_no_array_is_refused() => Assert.Equal("drafts", Refused(default).Field);

    [Fact]
    public void One_MiB_of_payload_is_accepted_and_one_byte_more_is_not()
    {
        DraftRules.Check([Drafts.Sized("a", 1 << 20)]);

        Assert.Equal(ErrorCode.MessageTooLarge, Refused([Drafts.Sized("a", (1 << 20) + 1)]).Code);
        Assert.Equal(ErrorCode.MessageTooLarge, Refused([Drafts.Sized("a", 1 << 20), Drafts.One("b")]).Code);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("type")]
    [InlineData("source")]
    public void Texts_have_1_to_200_characters(string field)
    {
        DraftRules.Check([With(field, new string('x', 200))]);

        Assert.Equal(field, Refused([With(field, new string('x', 201))]).Field);
        Assert.Equal(field, Refused([With(field, "")]).Field);
        Assert.Equal(field, Refused([With(field, null!)]).Field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\n}")]
    [InlineData("{\r}")]
    public void Data_is_one_line(string data) =>
        Assert.Equal("data", Refused([Drafts.One("a") with { Data = System.Text.Encoding.UTF8.GetBytes(data) }]).Field);

    [Fact]
    public void What_stands_beside_data_is_one_line() =>
        Assert.Equal("data", Refused([Drafts.One("a") with { Beside = "\"a\":\n1"u8.ToArray() }]).Field);

    [Fact]
    public void Times_that_no_calendar_has_are_refused()
    {
        DraftRules.Check([Drafts.One("a") with { TimestampMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() }]);

        Assert.Equal("timestamp", Refused([Drafts.One("a") with { TimestampMs = long.MaxValue }]).Field);
        Assert.Equal("timestamp", Refused([Drafts.One("a") with { TimestampMs = long.MinValue }]).Field);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1_000, true)]
    [InlineData(0, false)]
    [InlineData(1_001, false)]
    public void A_read_asks_for_1_to_1_000_events(int limit, bool isAccepted)
    {
        var exception = Record.Exception(() => DraftRules.CheckLimit(limit));

        Assert.Equal(isAccepted, exception is null);
        Assert.Equal(isAccepted ? null : "limit", (exception as RefusedException)?.Field);
    }

    private static RefusedException Refused(ImmutableArray<EventDraft> drafts)
    {
        var refused = Assert.Throws<RefusedException>(() => DraftRules.Check(drafts));
        Assert.True(refused.Code is ErrorCode.InvalidField or ErrorCode.MessageTooLarge);
        return refused;
    }

    private static EventDraft With(string field, string text) => field switch
    {
        "id" => Drafts.One("a") with { Id = text },
        "type" => Drafts.One("a") with { Type = text },
        _ => Drafts.One("a") with { Source = text },
    };
}
