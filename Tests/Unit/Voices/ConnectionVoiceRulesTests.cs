using Iskra.Voices;

namespace Iskra.Tests.Unit.Voices;

public sealed class ConnectionVoiceRulesTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("connection_failed", "mercy", 0.7)]
    [InlineData("heartbeat_timeout", "curiosity", 0.6)]
    [InlineData("reconnection_success", "celebration", 0.8)]
    [InlineData("fallback_activated", "courage", 0.8)]
    [InlineData("protocol_violation", "alarm", 0.8)]
    [InlineData("connection_established", "patience", 0.1)]
    public void The_first_voice_whose_rule_matches_answers(string type, string voice, double intensity)
    {
        var answer = Answer(ConnectionImpacts.Default.Of(type));
        Assert.Equal((voice, intensity), (answer.Voice.Voice, answer.Intensity));
    }

    [Fact]
    public void Concern_answers_lost_trust_with_what_is_missing_of_it()
    {
        var answer = Answer(new ConnectionImpact(0.4, 0.29, 0.5));
        Assert.Equal(("concern", 0.71), (answer.Voice.Voice, answer.Intensity));
    }

    [Fact]
    public void A_voice_speaks_once_per_event_and_joins_what_comes_faster_than_once_a_second()
    {
        var (first, events) = Speak(ConnectionVoiceState.Initial, 1, 0);
        Assert.Equal(1, events);
        var (second, none) = Speak(first, 1, 300);
        Assert.Equal(0, none);
        var (third, still) = Speak(second, 5, 999);
        Assert.Equal(0, still);
        Assert.Equal(Start.AddSeconds(1), ConnectionVoiceRules.DueAt(third));
        var (fourth, joined) = ConnectionVoiceRules.Due(third, Start.AddSeconds(1));
        Assert.Equal(6, joined);
        Assert.Equal(2, fourth.Number);
    }

    [Fact]
    public void A_voice_is_silent_thirty_seconds_after_its_last_event()
    {
        var (state, _) = Speak(ConnectionVoiceState.Initial, 1, 0);
        (state, _) = Speak(state, 1, 10_000);
        Assert.True(ConnectionVoiceRules.Due(state, Start.AddSeconds(39.999)).State.Active);
        var (silent, events) = ConnectionVoiceRules.Due(state, Start.AddSeconds(40));
        Assert.False(silent.Active);
        Assert.Equal(0, events);
        Assert.Null(ConnectionVoiceRules.DueAt(silent));
    }

    private static ConnectionAnswer Answer(ConnectionImpact impact) => ConnectionVoiceRules.Answer(ConnectionVoice.Defaults, impact);

    private static (ConnectionVoiceState State, int Events) Speak(ConnectionVoiceState state, int count, int ms) =>
        ConnectionVoiceRules.Speak(state, new EventCount("protocol_violation", count), 0.8, "pain > 0.7", Start.AddMilliseconds(ms));
}
