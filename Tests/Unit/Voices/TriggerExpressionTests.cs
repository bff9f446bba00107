using Iskra.Voices;

namespace Iskra.Tests.Unit.Voices;

public sealed class TriggerExpressionTests
{
    [Theory]
    [InlineData("chaos > 0.7", "chaos > 0.7")]
    [InlineData("chaos>0.7 or trust<0.5", "chaos > 0.7 or trust < 0.5")]
    [InlineData("  clarity < 0.6 OR clarity < 0.7 AND chaos >= 0.6 ", "clarity < 0.6 or clarity < 0.7 and chaos >= 0.6")]
    [InlineData("(a > 1 or b < 2) and c = 3", "a > 1 and c = 3 or b < 2 and c = 3")]
    [InlineData("chaos < 0.2 for 5min", "chaos < 0.2 for 5 min")]
    [InlineData("protocol_violation >= 5 within 1 min", "protocol_violation >= 5 within 1 min")]
    [InlineData("x >= -1.5 for 250 ms", "x >= -1.5 for 250 ms")]
    public void An_expression_is_read_and_shown_in_its_normal_form(string text, string normal) =>
        Assert.Equal(normal, TriggerExpression.Parse(text).Text);

    [Theory]
    [InlineData("", 1, "not nothing")]
    [InlineData("chaos", 6, "one of < <= > >= = was expected, not the end")]
    [InlineData("chaos ! 0.7", 7, "not '!'")]
    [InlineData("chaos > ", 9, "a number such as 0.7 was expected, not the end")]
    [InlineData("chaos > x", 9, "a number such as 0.7 was expected, not 'x'")]
    [InlineData("chaos > 0.7 chaos", 13, "'and', 'or' or the end was expected, not 'chaos'")]
    [InlineData("chaos > 0.7 or", 15, "a name such as chaos was expected, not the end")]
    [InlineData("Chaos > 0.7", 1, "a name such as chaos was expected, not 'Chaos'")]
    [InlineData("(chaos > 0.7", 13, "')' was expected, not the end")]
    [InlineData("chaos > 0.7 for", 16, "a duration such as '5 min' was expected")]
    [InlineData("chaos > 0.7 for 5", 18, "a unit was expected, ms, s, min or h, not the end")]
    [InlineData("chaos > 0.7 for 5 weeks", 19, "not 'weeks'")]
    [InlineData("chaos > 0.7 for 25 h", 17, "'25 h' must be more than 0 and at most 1440 min")]
    [InlineData("x > 1 within 11 min", 14, "'11 min' must be more than 0 and at most 10 min")]
    public void What_cannot_be_read_is_pointed_at_with_what_would_be_right(string text, int column, string problem)
    {
        var syntax = Assert.Throws<TriggerSyntaxException>(() => TriggerExpression.Parse(text));
        Assert.Equal(column, syntax.Column);
        Assert.StartsWith($"column {column}: ", syntax.Message, StringComparison.Ordinal);
        Assert.Contains(problem, syntax.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_length_of_an_expression_is_bounded()
    {
        var fits = "chaos > 0." + new string('1', TriggerExpression.MaxLength - "chaos > 0.".Length);
        Assert.Single(TriggerExpression.Parse(fits).Triggers);
        Assert.Throws<TriggerSyntaxException>(() => TriggerExpression.Parse(fits + "1"));
    }

    [Fact]
    public void The_number_of_alternatives_is_bounded()
    {
        static string Of(int count) => string.Join(" or ", Enumerable.Range(0, count).Select(i => $"x > {i}"));
        Assert.Equal(TriggerExpression.MaxTriggers, TriggerExpression.Parse(Of(TriggerExpression.MaxTriggers)).Triggers.Length);
        Assert.Throws<TriggerSyntaxException>(() => TriggerExpression.Parse(Of(TriggerExpression.MaxTriggers + 1)));
    }

    [Fact]
    public void Parentheses_are_bounded()
    {
        static string Of(int depth) => new string('(', depth) + "x > 1" + new string(')', depth);
        Assert.Single(TriggerExpression.Parse(Of(16)).Triggers);
        Assert.Throws<TriggerSyntaxException>(() => TriggerExpression.Parse(Of(17)));
    }
}
