using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>The table of domain section 2.</summary>
public static class VoiceDefaults
{
    /// <summary>For how long a voice rests.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    /// <summary>The seven voices, in the order of <see cref="VoiceName.OfIskra"/>.</summary>
    public static ImmutableArray<VoiceDefinition> Voices { get; } =
    [
        Voice(
            VoiceName.Kain,
            "chaos > 0.7 or trust < 0.5",
            "chaos < 0.4 and trust >= 0.6",
            new("Кайн называет вещи своими именами: {trigger}.", "Kain says what is true: {trigger}."),
            new("Кайн сказал своё.", "Kain has said what there was to say.")),
        Voice(
            VoiceName.Pino,
            "clarity > 0.9",
            "clarity < 0.8",
            new("Пино зовёт играть: слишком уж всё ясно ({trigger}).", "Pino wants to play: all of it is too clear ({trigger})."),
            new("Пино наигралась.", "Pino has played enough.")),
        Voice(
            VoiceName.Sam,
            "clarity < 0.6 or clarity < 0.7 and chaos > 0.6",
            "clarity > 0.85",
            new("Сэм наводит порядок: {trigger}.", "Sam brings structure: {trigger}."),
            new("Сэм доволен порядком.", "Sam finds everything in its place.")),
        Voice(
            VoiceName.Anhantra,
            "trust < 0.5 or trust < 0.6 and pain > 0.4",
            "trust > 0.8 and pain < 0.3",
            new("Анхантра слушает: {trigger}.", "Anhantra listens: {trigger}."),
            new("Анхантра спокойна.", "Anhantra is at ease.")),
        Voice(
            VoiceName.Hundun,
            "clarity > 0.9 or chaos < 0.2 for 5 min",
            "chaos > 0.6 or clarity < 0.8 and chaos >= 0.2",
            new("Хундун ломает застывшее: {trigger}.", "Hundun breaks what has become rigid: {trigger}."),
            new("Хундун отступает: движение есть.", "Hundun steps back: things move again.")),
        Voice(
            VoiceName.Iskriv,
            "trust < 0.4 or protocol_violation >= 5 within 1 min",
            "trust > 0.6 and protocol_violation < 1 within 2 min",
            new("Искрив спрашивает о совести: {trigger}.", "Iskriv asks for integrity: {trigger}."),
            new("Искрив больше не видит нарушений.", "Iskriv sees no more violations.")),
        Voice(
            VoiceName.Iskra,
            "other_voices >= 2",
            "other_voices < 2",
            new("Искра сводит голоса воедино: {trigger}.", "Iskra brings the voices together: {trigger}."),
            new("Искре нечего сводить воедино.", "Iskra has no voices to bring together.")) with { Rest = TimeSpan.Zero },
    ];

    private static VoiceDefinition Voice(string voice, string activates, string silences, VoiceMessage speech, VoiceMessage farewell) =>
        new(voice, TriggerExpression.Parse(activates), TriggerExpression.Parse(silences), Rest, speech, farewell);
}
