using Iskra.Voices;

namespace Iskra.Tests.Unit.Voices;

public sealed class ActionRulesTests
{
    private DateTimeOffset _now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private ActionsState _state = ActionsState.Initial;

    [Theory]
    [InlineData("clarity", 0.91, "activate_pino_hundun", "P1")]
    [InlineData("clarity", 0.59, "activate_sam", "P1")]
    [InlineData("chaos", 0.14, "stimulate", "P0")]
    [InlineData("chaos", 0.81, "stabilize", "P0")]
    [InlineData("trust", 0.49, "activate_anhantra", "P1")]
    [InlineData("pain", 0.61, "recover", "P0")]
    public void An_action_runs_when_its_condition_becomes_true(string metric, double value, string action, string priority)
    {
        var call = Assert.Single(Hear((metric, value)));
        Assert.Equal((action, metric, value, priority), (call.Action, call.Metric, call.Value, call.Priority));
    }

    [Theory]
    [InlineData("clarity", 0.9)]
    [InlineData("clarity", 0.6)]
    [InlineData("chaos", 0.15)]
    [InlineData("chaos", 0.8)]
    [InlineData("trust", 0.5)]
    [InlineData("pain", 0.6)]
    public void Nothing_runs_at_the_limit(string metric, double value) => Assert.Empty(Hear((metric, value)));

    [Fact]
    public void An_action_runs_once_while_its_condition_holds_and_again_when_it_comes_back()
    {
        Assert.Single(Hear(("trust", 0.4)));
        Assert.Empty(Hear(("trust", 0.3)));
        Assert.Empty(Hear(("trust", 0.6)));
        Assert.Single(Hear(("trust", 0.4)));
    }

    [Fact]
    public void A_metric_that_flaps_around_the_limit_runs_the_action_each_time_and_notifies_once()
    {
        var calls = new List<ActionCall>();
        for (var crossing = 0; crossing < 20; crossing++)
        {
            calls.AddRange(Hear(("pain", 0.61)));
            _now = _now.AddSeconds(30);
            calls.AddRange(Hear(("pain", 0.59)));
            _now = _now.AddSeconds(30);
        }

        Assert.Equal(20, calls.Count);
        Assert.False(Assert.Single(calls, call => !call.IsQuiet).Number > 1);

        // The cool-down of pain is a minute; it counts from when the condition ceased to hold.
        _now = _now.AddSeconds(30);
        Assert.False(Assert.Single(Hear(("pain", 0.61))).IsQuiet);
    }

    [Fact]
    public void The_cool_down_is_that_of_the_metric()
    {
        Hear(("chaos", 0.9));
        Hear(("chaos", 0.5));
        _now = _now.AddSeconds(179);
        Assert.True(Assert.Single(Hear(("chaos", 0.9))).IsQuiet);
        Hear(("chaos", 0.5));
        _now = _now.AddSeconds(180);
        Assert.False(Assert.Single(Hear(("chaos", 0.9))).IsQuiet);
    }

    [Fact]
    public void Stabilizing_lasts_at_least_a_minute()
    {
        Hear(("chaos", 0.9));
        Assert.Equal(_now.AddSeconds(60), _state.StableUntil);
        _now = _now.AddSeconds(59);
        Hear(("chaos", 0.5));
        Assert.NotNull(_state.StableUntil);
        _now = _now.AddSeconds(1);
        Hear(("chaos", 0.5));
        Assert.Null(_state.StableUntil);
    }

    [Fact]
    public void Stabilizing_lasts_as_long_as_its_condition_holds()
    {
        Hear(("chaos", 0.9));
        _now = _now.AddMinutes(5);
        Hear(("chaos", 0.9));
        Assert.NotNull(_state.StableUntil);
        Hear(("chaos", 0.8));
        Assert.Null(_state.StableUntil);
    }

    [Fact]
    public void Recovering_details_the_logs_for_ten_minutes()
    {
        Hear(("pain", 0.7));
        Assert.Equal(_now.AddMinutes(10), _state.DetailUntil);
        _now = _now.AddMinutes(10);
        Hear(("pain", 0.7));
        Assert.Null(_state.DetailUntil);
    }

    private IEnumerable<ActionCall> Hear(params (string Metric, double Value)[] values)
    {
        var before = _state.Number;
        var settings = VoiceSettings.Default;
        _state = ActionRules.Hear(settings.Actions, settings.ActionConditions, settings.Scale, _state, VoiceBench.Step(values), _now);
        return _state.Unfinished.Where(call => call.Number > before);
    }
}
