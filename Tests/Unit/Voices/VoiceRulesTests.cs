using Iskra.Voices;

namespace Iskra.Tests.Unit.Voices;

public sealed class VoiceRulesTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("kain", "chaos", 0.71, true)]
    [InlineData("kain", "chaos", 0.7, false)]
    [InlineData("kain", "trust", 0.49, true)]
    [InlineData("kain", "trust", 0.5, false)]
    [InlineData("pino", "clarity", 0.91, true)]
    [InlineData("pino", "clarity", 0.9, false)]
    [InlineData("sam", "clarity", 0.59, true)]
    [InlineData("sam", "clarity", 0.6, false)]
    [InlineData("anhantra", "trust", 0.49, true)]
    [InlineData("anhantra", "trust", 0.5, false)]
    [InlineData("hundun", "clarity", 0.91, true)]
    [InlineData("hundun", "clarity", 0.9, false)]
    [InlineData("iskriv", "trust", 0.39, true)]
    [InlineData("iskriv", "trust", 0.4, false)]
    public void A_voice_speaks_strictly_beyond_its_limit(string voice, string metric, double value, bool speaks) =>
        Assert.Equal(speaks ? VoiceChange.Activated : VoiceChange.None, new VoiceBench(voice).Hear((metric, value)));

    [Theory]
    [InlineData("sam", "clarity", 0.65, "chaos", 0.61)]
    [InlineData("anhantra", "trust", 0.55, "pain", 0.41)]
    public void Both_conditions_of_a_joint_trigger_must_hold(string voice, string first, double one, string second, double other)
    {
        var bench = new VoiceBench(voice);
        Assert.Equal(VoiceChange.None, bench.Hear((first, one)));
        Assert.Equal(VoiceChange.Activated, bench.Hear((second, other)));
    }

    [Theory]
    [InlineData(0.85, 0.5)]
    [InlineData(1.0, 1.0)]
    [InlineData(0.71, 0.1)]
    public void Intensity_is_the_way_from_the_limit_to_the_end_of_the_scale(double chaos, double intensity)
    {
        var bench = new VoiceBench("kain");
        bench.Hear(("chaos", chaos));
        Assert.Equal(intensity, bench.State.Intensity, 6);
    }

    [Fact]
    public void The_strongest_of_several_triggers_gives_the_intensity()
    {
        var bench = new VoiceBench("kain");
        bench.Hear(("chaos", 0.76), ("trust", 0.1));
        Assert.Equal(0.8, bench.State.Intensity, 6);
        Assert.Equal("trust < 0.5", bench.State.Trigger);
    }

    [Fact]
    public void A_voice_stays_between_its_limits_and_falls_silent_beyond_the_other()
    {
        var bench = new VoiceBench("kain");
        bench.Hear(("chaos", 0.75), ("trust", 0.7));
        bench.After(Second);
        Assert.NotEqual(VoiceChange.Deactivated, bench.Hear(("chaos", 0.4)));
        Assert.Equal(0.1, bench.State.Intensity);
        Assert.Equal(VoiceChange.Deactivated, bench.Hear(("chaos", 0.39)));
        Assert.Equal(0, bench.State.Intensity);
    }

    [Fact]
    public void An_activation_rule_wins_over_a_silence_rule()
    {
        var bench = new VoiceBench("hundun");
        Assert.Equal(VoiceChange.Activated, bench.Hear(("clarity", 0.95), ("chaos", 0.65)));
        bench.After(Second);
        Assert.True(bench.State.Active);
    }

    [Fact]
    public void A_voice_that_fell_silent_rests_and_speaks_again_afterwards_when_its_trigger_still_holds()
    {
        var bench = new VoiceBench("pino");
        bench.Hear(("clarity", 0.92));
        Assert.Equal(VoiceChange.Deactivated, bench.Hear(("clarity", 0.7)));
        Assert.Equal(VoiceChange.None, bench.Hear(("clarity", 0.92)));
        Assert.Equal(bench.Now + (5 * Minute), bench.Outcome.DueAt);
        Assert.Equal(VoiceChange.None, bench.After((5 * Minute) - Second));
        Assert.Equal(VoiceChange.Activated, bench.After(Second));
    }

    [Fact]
    public void A_critical_metric_in_the_trigger_ends_the_rest()
    {
        var bench = new VoiceBench("pino");
        bench.Hear(("clarity", 0.92));
        bench.Hear(("clarity", 0.7));
        Assert.Equal(VoiceChange.None, bench.Hear(("clarity", 0.95)));
        Assert.Equal(VoiceChange.Activated, bench.Hear(("clarity", 0.951)));
    }

    [Fact]
    public void A_critical_metric_that_the_trigger_does_not_name_does_not_end_the_rest()
    {
        var bench = new VoiceBench("pino");
        bench.Hear(("clarity", 0.92), ("pain", 0.9));
        bench.Hear(("clarity", 0.7));
        Assert.Equal(VoiceChange.None, bench.Hear(("clarity", 0.92)));
    }

    [Fact]
    public void An_action_ends_the_rest_and_wakes_with_the_least_intensity()
    {
        var bench = new VoiceBench("hundun");
        bench.Hear(("clarity", 0.92), ("chaos", 0.5));
        bench.Hear(("clarity", 0.7));
        Assert.False(bench.State.Active);
        Assert.Equal(VoiceChange.Activated, bench.Ask("stimulate"));
        Assert.Equal(0.1, bench.State.Intensity);
        Assert.Equal("stimulate", bench.State.Trigger);
    }

    [Fact]
    public void A_condition_with_a_duration_must_hold_without_a_break()
    {
        var bench = new VoiceBench("hundun");
        bench.Hear(("chaos", 0.19));
        Assert.Equal(bench.Now + (5 * Minute), bench.Outcome.DueAt);
        Assert.Equal(VoiceChange.None, bench.After((5 * Minute) - Second));
        bench.Hear(("chaos", 0.2));
        bench.Hear(("chaos", 0.19));
        Assert.Equal(VoiceChange.None, bench.After((5 * Minute) - Second));
        Assert.Equal(VoiceChange.Activated, bench.After(Second));
    }

    [Fact]
    public void Five_violations_within_a_minute_wake_iskriv_and_two_quiet_minutes_let_it_rest()
    {
        var bench = new VoiceBench("iskriv");
        bench.Hear(("trust", 0.7));
        Assert.Equal(VoiceChange.None, bench.Count("protocol_violation", 4));
        bench.After(30 * Second);
        Assert.Equal(VoiceChange.Activated, bench.Count("protocol_violation", 1));
        Assert.NotEqual(VoiceChange.Deactivated, bench.After((2 * Minute) - Second));
        Assert.Equal(VoiceChange.Deactivated, bench.After(Second));
    }

    [Fact]
    public void Violations_that_are_a_minute_old_do_not_count()
    {
        var bench = new VoiceBench("iskriv");
        bench.Count("protocol_violation", 4);
        bench.After(Minute);
        Assert.Equal(VoiceChange.None, bench.Count("protocol_violation", 4));
        Assert.Equal(VoiceChange.Activated, bench.Count("protocol_violation", 1));
    }

    [Fact]
    public void Iskra_speaks_with_the_mean_of_the_others_and_never_rests()
    {
        var bench = new VoiceBench("iskra");
        Assert.Equal(VoiceChange.None, bench.Others(1, 0.9));
        Assert.Equal(VoiceChange.Activated, bench.Others(2, 0.35));
        Assert.Equal(0.35, bench.State.Intensity);
        Assert.Equal(VoiceChange.Deactivated, bench.Others(1, 0.4));
        Assert.Equal(VoiceChange.Activated, bench.Others(2, 0.4));
    }

    [Fact]
    public void Changes_of_intensity_are_told_at_most_once_a_second()
    {
        var bench = new VoiceBench("kain");
        bench.Hear(("chaos", 0.8));
        Assert.Equal(VoiceChange.None, bench.Hear(("chaos", 0.85)));
        Assert.Equal(bench.Now + Second, bench.Outcome.DueAt);
        Assert.Equal(VoiceChange.Changed, bench.After(Second));
        Assert.Equal(0.5, bench.State.Intensity, 6);
        Assert.Null(bench.Outcome.DueAt);
        Assert.Equal(VoiceChange.None, bench.After(Second));
    }

    [Fact]
    public void Each_event_has_its_number()
    {
        var bench = new VoiceBench("kain");
        bench.Hear(("chaos", 0.75), ("trust", 0.7));
        bench.Hear(("chaos", 0.3));
        Assert.Equal(2, bench.State.Number);
        bench.Hear(("chaos", 0.2));
        Assert.Equal(2, bench.State.Number);
    }
}
