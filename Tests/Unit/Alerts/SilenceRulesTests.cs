using Iskra.Alerts;

namespace Iskra.Tests.Unit.Alerts;

public sealed class SilenceRulesTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly LabelMatcher Cpu = new("alertname", MatchOperator.Equal, "HighCPU");
    private static readonly LabelMatcher Env = new("env", MatchOperator.NotRegex, "dev|qa");

    private static Silence Known(double startHours, double endHours) =>
        new("old", [Cpu, Env], Now.AddHours(startHours), Now.AddHours(endHours), Now.AddHours(-2), "alice", "maint");

    private static SilencePost Post(Silence known) => new(known.Id, known.Matchers, known.StartsAt, known.EndsAt, known.CreatedBy, known.Comment);

    [Fact]
    public void An_active_silence_is_changed_in_place_when_matchers_and_start_stay()
    {
        var known = Known(-1, 1);
        var decision = SilenceRules.Decide(Post(known) with { StartsAt = known.StartsAt.AddMilliseconds(300), EndsAt = Now.AddHours(5), Comment = "x" }, known, Now, "new");
        Assert.Equal(new SilenceDecision(null, known with { EndsAt = Now.AddHours(5), Comment = "x", UpdatedAt = Now }, false), decision);
    }

    [Fact]
    public void Other_matchers_or_another_start_replace_an_active_silence()
    {
        var known = Known(-1, 1);
        foreach (var post in new[] { Post(known) with { Matchers = [Env, Cpu] }, Post(known) with { StartsAt = known.StartsAt.AddSeconds(1) } })
        {
            var decision = SilenceRules.Decide(post, known, Now, "new");
            Assert.Equal(known with { EndsAt = Now, UpdatedAt = Now }, decision.Replaced);
            Assert.Equal(("new", Now, true), (decision.Put.Id, decision.Put.StartsAt, decision.IsNew));
        }
    }

    [Fact]
    public void A_pending_silence_is_changed_in_place_while_it_stays_pending()
    {
        var known = Known(1, 2);
        var later = SilenceRules.Decide(Post(known) with { StartsAt = Now.AddHours(1.5) }, known, Now, "new");
        Assert.Equal(("old", Now.AddHours(1.5)), (later.Put.Id, later.Put.StartsAt));
        var atOnce = SilenceRules.Decide(Post(known) with { StartsAt = Now.AddHours(-1) }, known, Now, "new");
        Assert.Equal((Now, Now), (atOnce.Replaced!.StartsAt, atOnce.Replaced.EndsAt));
        Assert.Equal(("new", Now), (atOnce.Put.Id, atOnce.Put.StartsAt));
    }

    [Fact]
    public void An_expired_silence_stays_as_it_is()
    {
        var known = Known(-2, -1);
        var decision = SilenceRules.Decide(Post(known) with { EndsAt = Now.AddHours(1) }, known, Now, "new");
        Assert.Null(decision.Replaced);
        Assert.True(decision.IsNew);
        Assert.Same(known, SilenceRules.Expire(known, Now));
    }

    [Fact]
    public void What_is_wrong_is_said_in_the_words_of_the_alertmanager()
    {
        var post = Post(Known(0, 1));
        Assert.Equal("Failed to create silence: start time must be before end time", SilenceRules.CheckTimes(post with { EndsAt = post.StartsAt }, Now));
        Assert.Equal("Failed to create silence: end time can't be in the past", SilenceRules.CheckTimes(Post(Known(-2, -1)), Now));
        Assert.Null(SilenceRules.CheckTimes(post, Now));
        Assert.Equal(
            "silence invalid: invalid label matcher 0: invalid regular expression \"((\": error parsing regexp: missing closing ): `((`",
            SilenceRules.CheckMatchers(post with { Matchers = [new("a", MatchOperator.Regex, "((")] }));
        Assert.Equal("silence invalid: invalid label matcher 1: invalid label name \"a-b\"", SilenceRules.CheckMatchers(post with { Matchers = [Cpu, new("a-b", MatchOperator.Equal, "x")] }));
        foreach (var empty in new LabelMatcher[] { new("a", MatchOperator.Equal, ""), new("a", MatchOperator.Regex, ".*") })
            Assert.Equal("silence invalid: at least one matcher must not match the empty string", SilenceRules.CheckMatchers(post with { Matchers = [empty] }));
        Assert.Null(SilenceRules.CheckMatchers(post with { Matchers = [new("a", MatchOperator.NotEqual, "x"), Cpu] }));
    }

    [Fact]
    public void A_silence_has_a_bound_of_matchers()
    {
        var post = Post(Known(0, 1));
        Assert.Null(SilenceRules.CheckMatchers(post with { Matchers = [.. Enumerable.Repeat(Cpu, SilenceRules.MaxMatchers)] }));
        Assert.NotNull(SilenceRules.CheckMatchers(post with { Matchers = [.. Enumerable.Repeat(Cpu, SilenceRules.MaxMatchers + 1)] }));
    }

    [Fact]
    public void The_matchers_of_a_silence_have_a_bound_of_characters()
    {
        var post = Post(Known(0, 1));
        LabelMatcher[] Matchers(int more) => [.. Enumerable.Repeat(new LabelMatcher("a", MatchOperator.Equal, new string('x', 4_095)), 15), new("b", MatchOperator.Equal, new string('x', 4_095 + more))];
        Assert.Null(SilenceRules.CheckMatchers(post with { Matchers = [.. Matchers(0)] }));
        Assert.Equal("silence invalid: matchers have at most 65536 characters", SilenceRules.CheckMatchers(post with { Matchers = [.. Matchers(1)] }));
    }

    [Fact]
    public void The_book_finds_what_matches_and_is_in_force()
    {
        var book = new SilenceBook();
        book.Put(Known(-1, 1) with { Id = "b" });
        book.Put(Known(-1, 1) with { Id = "a", Matchers = [Env] });
        book.Put(Known(1, 2) with { Id = "pending" });
        book.Put(Known(-2, -1) with { Id = "expired" });
        var labels = LabelSet.Of(("alertname", "HighCPU"), ("env", "prod"));
        Assert.Equal(["a", "b"], book.Matching(labels, Now));
        Assert.Equal(["pending"], book.Matching(labels, Now.AddHours(1.5)).Where(id => id == "pending"));
        Assert.Empty(book.Matching(LabelSet.Of(("alertname", "HighCPU"), ("env", "dev")), Now));
        Assert.Equal(["a", "b", "pending", "expired"], book.Sorted(Now).Select(view => view.Silence.Id));
        book.Remove("b");
        book.Remove("a");
        Assert.Empty(book.Matching(labels, Now));
    }
}
