namespace Iskra.Voices;

/// <summary>
/// A sentence in both languages of the pages. <c>{trigger}</c> in it stands for what made the voice speak.
/// </summary>
/// <param name="Ru">In Russian.</param>
/// <param name="En">In English.</param>
public sealed record VoiceMessage(string Ru, string En)
{
    /// <summary>Longest sentence, in characters.</summary>
    public const int MaxLength = 500;

    /// <summary>The sentence about a trigger.</summary>
    public VoiceMessage About(string trigger) => new(
        Ru.Replace("{trigger}", trigger, StringComparison.Ordinal),
        En.Replace("{trigger}", trigger, StringComparison.Ordinal));
}
