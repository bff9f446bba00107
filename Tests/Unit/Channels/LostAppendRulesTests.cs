using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

public sealed class LostAppendRulesTests
{
    [Theory]
    [InlineData("", LostAppend.NotWritten)]
    [InlineData("a,b", LostAppend.Written)]
    [InlineData("a", LostAppend.Foreign)]
    [InlineData("a,x", LostAppend.Foreign)]
    [InlineData("x,b", LostAppend.Foreign)]
    public void The_log_says_what_became_of_a_write(string found, LostAppend expected) =>
        Assert.Equal(expected, LostAppendRules.Judge(Events(6, "a,b"), Events(6, found)));

    [Fact]
    public void The_same_ids_at_other_numbers_are_foreign() =>
        Assert.Equal(LostAppend.Foreign, LostAppendRules.Judge(Events(6, "a,b"), Events(7, "a,b")));

    private static ImmutableArray<ChannelEvent> Events(long first, string ids) =>
        [.. ids.Split(',', StringSplitOptions.RemoveEmptyEntries).Select((id, i) => new ChannelEvent(first + i, 0, Drafts.One(id)))];
}
