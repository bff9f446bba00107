using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>Who answers an event of a connection, and when it speaks (domain section 3).</summary>
public static class ConnectionVoiceRules
{
    /// <summary>How long after its last event a voice falls silent.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>A voice speaks at most this often; what comes faster is joined and counted.</summary>
    public static readonly TimeSpan SpeakInterval = TimeSpan.FromSeconds(1);

    /// <summary>The first voice, in the order given, whose comparison the impact satisfies.</summary>
    public static ConnectionAnswer Answer(ImmutableArray<ConnectionVoice> voices, ConnectionImpact impact)
    {
        foreach (var voice in voices)
        {
            if (voice.When is not { } when) return new ConnectionAnswer(voice, TriggerScale.MinIntensity, "otherwise");
            var value = ValueOf(when, impact);
            if (when.Compare(value)) return new ConnectionAnswer(voice, IntensityOf(when, value), when.Text);
        }

        return new ConnectionAnswer(voices[^1], TriggerScale.MinIntensity, "otherwise");
    }

    /// <summary>The voice after it was let answer.</summary>
    /// <param name="state">The voice before.</param>
    /// <param name="occasion">The event.</param>
    /// <param name="intensity">The value that chose the voice.</param>
    /// <param name="trigger">The rule that chose it.</param>
    /// <param name="now">The time.</param>
    /// <returns>The state, and how many events the voice speaks for now; 0 when it does not speak.</returns>
    public static (ConnectionVoiceState State, int Events) Speak(
        ConnectionVoiceState state, EventCount occasion, double intensity, string trigger, DateTimeOffset now)
    {
        var heard = state with
        {
            HeardAt = now,
            Waiting = (int)Math.Min(int.MaxValue, (long)state.Waiting + occasion.Count),
            Event = occasion.Event,
            Intensity = Math.Max(state.Waiting > 0 ? state.Intensity : 0, intensity),
            Trigger = trigger,
        };
        return Due(heard, now);
    }

    /// <summary>The voice after some time.</summary>
    /// <returns>The state, and how many events the voice speaks for now; 0 when it does not speak.</returns>
    public static (ConnectionVoiceState State, int Events) Due(ConnectionVoiceState state, DateTimeOffset now)
    {
        if (state.Waiting > 0 && !(now < state.SpokeAt + SpeakInterval))
        {
            return (state with { Active = true, SpokeAt = now, Waiting = 0, Since = state.Active ? state.Since : now, Number = state.Number + 1 }, state.Waiting);
        }

        if (state is { Active: true, Waiting: 0 } && now >= state.HeardAt + Silence)
        {
            return (state with { Active = false, Intensity = 0, Since = now, Number = state.Number + 1 }, 0);
        }

        return (state, 0);
    }

    /// <summary>When time alone changes something; null when it does not.</summary>
    public static DateTimeOffset? DueAt(ConnectionVoiceState state) =>
        state.Waiting > 0 ? state.SpokeAt + SpeakInterval : state.Active ? state.HeardAt + Silence : null;

    private static double ValueOf(TriggerCondition when, ConnectionImpact impact) => when.Name switch
    {
        "pain" => impact.Pain,
        "trust" => impact.Trust,
        _ => impact.Chaos,
    };

    private static double IntensityOf(TriggerCondition when, double value) =>
        when.Operator is TriggerOperator.Less or TriggerOperator.AtMost ? Math.Round(1 - value, 3) : value;
}
