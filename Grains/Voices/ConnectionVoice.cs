using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>What is configured about a voice of the connections (domain section 3).</summary>
/// <param name="Voice">Its key.</param>
/// <param name="When">The comparison of pain, trust or chaos that chooses it; null for the one that answers otherwise.</param>
/// <param name="Threshold">The intensity from which on its action is executed, 0 to 1.</param>
/// <param name="Action">Its action.</param>
/// <param name="Speech">What it says.</param>
public sealed record ConnectionVoice(string Voice, TriggerCondition? When, double Threshold, string Action, VoiceMessage Speech)
{
    /// <summary>The voices in the order in which they are asked, with the table of domain section 3.</summary>
    public static ImmutableArray<ConnectionVoice> Defaults { get; } =
    [
        Of(VoiceName.Alarm, "pain > 0.7", 0.8, "critical_alert", new("Тревога: {trigger}.", "Alarm: {trigger}.")),
        Of(VoiceName.Courage, "chaos > 0.7", 0.4, "proactive_testing", new("Смелость: проверим, что ещё держится ({trigger}).", "Courage: let us see what still holds ({trigger}).")),
        Of(VoiceName.Celebration, "trust > 0.7", 0.9, "success_notification", new("Радость: связь вернулась ({trigger}).", "Celebration: the connection is back ({trigger}).")),
        Of(VoiceName.Curiosity, "chaos > 0.5", 0.3, "investigation", new("Любопытство: что здесь происходит ({trigger})?", "Curiosity: what is going on here ({trigger})?")),
        Of(VoiceName.Mercy, "pain > 0.4", 0.2, "graceful_handling", new("Милосердие: бережно с теми, кому трудно ({trigger}).", "Mercy: gently with those who have trouble ({trigger}).")),
        Of(VoiceName.Concern, "trust < 0.3", 0.6, "warning", new("Забота: доверие уходит ({trigger}).", "Concern: trust is fading ({trigger}).")),
        Of(VoiceName.Patience, null, 0.1, "monitoring", new("Терпение: наблюдаем ({trigger}).", "Patience: we keep watching ({trigger}).")),
    ];

    private static ConnectionVoice Of(string voice, string? when, double threshold, string action, VoiceMessage speech) =>
        new(voice, when is null ? null : TriggerExpression.Parse(when).Triggers[0].Conditions[0], threshold, action, speech);
}
