namespace Iskra.Voices;

/// <summary>A voice after a step.</summary>
/// <param name="State">Its state; the number is that of the event, if there is one.</param>
/// <param name="Change">What became of it.</param>
/// <param name="IsCritical">Whether a metric that its trigger names is critical.</param>
/// <param name="DueAt">When time alone changes something; null when it does not.</param>
public sealed record VoiceOutcome(VoiceState State, VoiceChange Change, bool IsCritical, DateTimeOffset? DueAt);
