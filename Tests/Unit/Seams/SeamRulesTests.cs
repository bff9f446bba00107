using System.Collections.Immutable;
using Iskra.Metrics;
using Iskra.Seams;
using Microsoft.Extensions.Configuration;

namespace Iskra.Tests.Unit.Seams;

public sealed class SeamRulesTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private SeamState _state = SeamState.Initial;

    [Theory]
    [InlineData(0.59, 0.71, 0.9, 0.1, "CHAOTIC_CREATION", "chaos_seam")]
    [InlineData(0.81, 0.19, 0.9, 0.1, "CRYSTALLIZATION", "weave_seam")]
    [InlineData(0.6, 0.71, 0.81, 0.29, "HARMONIOUS_FLOW", "insight_seam")]
    [InlineData(0.7, 0.5, 0.49, 0.61, "CRISIS_MODE", "conflict_seam")]
    [InlineData(0.71, 0.5, 0.8, 0.3, "CREATIVE_TENSION", "bridge_seam")]
    public void The_first_state_that_matches_is_entered_by_its_seam(double clarity, double chaos, double trust, double pain, string state, string seam)
    {
        Step(0.5, 0.3, 0.5, 0.5);
        var transition = Step(clarity, chaos, trust, pain).Transition!;
        Assert.Equal(("UNKNOWN", state, seam), (transition.From, transition.To, transition.Seam));
        Assert.Equal(Math.Abs(chaos - clarity) + Math.Abs(pain - trust), transition.Intensity, 6);
    }

    [Theory]
    [InlineData(0.6, 0.7, 0.8, 0.3)]
    [InlineData(0.8, 0.2, 0.5, 0.6)]
    [InlineData(0.7, 0.6, 0.5, 0.6)]
    [InlineData(0.8, 0.4, 0.5, 0.6)]
    public void At_the_limits_the_state_is_unknown(double clarity, double chaos, double trust, double pain) =>
        Assert.Equal("UNKNOWN", Step(clarity, chaos, trust, pain).State.State);

    [Fact]
    public void There_is_no_state_before_all_four_have_a_value()
    {
        var outcome = SeamRules.Step(SeamSettings.Default, SeamState.Initial, Readings(("clarity", 0.5), ("chaos", 0.9), ("trust", 0.5)), Now);
        Assert.Null(outcome.State.State);
    }

    [Fact]
    public void The_first_state_is_no_transition_and_neither_is_staying_in_it()
    {
        Assert.Null(Step(0.5, 0.8, 0.5, 0.5).Transition);
        Assert.Null(Step(0.4, 0.9, 0.5, 0.5).Transition);
        Assert.Equal("CHAOTIC_CREATION", _state.State);
    }

    [Fact]
    public void Two_strong_transitions_are_a_bifurcation_and_one_is_none()
    {
        Step(0.7, 0.3, 0.5, 0.5);
        Assert.Null(Step(0.1, 0.95, 0.5, 0.5).Tension);
        Assert.Equal(0.875, Step(0.9, 0.1, 0.5, 0.4).Tension);
    }

    [Fact]
    public void The_tension_is_that_of_the_last_three_and_must_exceed_its_limit()
    {
        Step(0.7, 0.3, 0.5, 0.5);
        Step(0.2, 1.0, 0.5, 0.5);
        Assert.Null(Step(0.7, 0.3, 0.7, 0.3).Tension);
        Assert.Equal(0.866667, Step(0.1, 1.0, 0.8, 0.7).Tension);
        Assert.Equal(3, SeamRules.Newest(_state.Transitions).Length);
    }

    [Fact]
    public void The_list_of_transitions_is_bounded()
    {
        for (var i = 0; i < SeamRules.KeptTransitions + 5; i++)
        {
            Step(0.5, 0.8, 0.5, 0.5);
            Step(0.5, 0.5, 0.5, 0.5);
        }

        Assert.Equal(SeamRules.KeptTransitions, _state.Transitions.Length);
    }

    [Fact]
    public void States_come_from_configuration()
    {
        var settings = SeamConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Seams:States:CRISIS_MODE:When"] = "pain > 0.5",
            ["Seams:BifurcationTension"] = "1.5",
        }).Build());
        Assert.Equal("pain > 0.5", settings.States[3].When!.Text);
        Assert.Equal(1.5, settings.BifurcationTension);
        var problem = Assert.Throws<RuleConfigurationException>(() => SeamConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["Seams:States:CRISIS_MODE:When"] = "pain > 0.5 for 1 min", ["Seams:States:UNKNOWN:When"] = "pain > 0" }).Build()));
        Assert.Contains("Seams:States:CRISIS_MODE:When: a state follows from the latest values alone", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Seams:States:UNKNOWN:When: this state holds when no other does", problem.Message, StringComparison.Ordinal);
    }

    private static ImmutableArray<MetricReading> Readings(params (string Metric, double Value)[] values) =>
        [.. values.Select(pair => MetricDeclarations.Default.Of(pair.Metric).Read(new Sample(pair.Metric, pair.Value, Now, "test")))];

    private SeamOutcome Step(double clarity, double chaos, double trust, double pain)
    {
        var outcome = SeamRules.Step(
            SeamSettings.Default, _state, Readings(("clarity", clarity), ("chaos", chaos), ("trust", trust), ("pain", pain)), Now);
        _state = outcome.State;
        return outcome;
    }
}
