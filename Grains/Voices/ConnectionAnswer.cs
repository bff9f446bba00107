namespace Iskra.Voices;

/// <summary>Who answers an event of a connection.</summary>
/// <param name="Voice">The voice.</param>
/// <param name="Intensity">The value that chose it.</param>
/// <param name="Trigger">The rule that chose it.</param>
public sealed record ConnectionAnswer(ConnectionVoice Voice, double Intensity, string Trigger);
