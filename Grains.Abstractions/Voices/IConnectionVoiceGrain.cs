using Orleans.Concurrency;

namespace Iskra.Voices;

/// <summary>
/// One voice of the choir of the connections; the key is one of <see cref="VoiceName.OfConnections"/>. It speaks once per event
/// and is silent again after 30 s without one. What comes faster than once a second is joined and counted.
/// </summary>
[Alias("iskra.connection-voice")]
public interface IConnectionVoiceGrain : IGrainWithStringKey
{
    /// <summary>Lets the voice answer.</summary>
    /// <param name="occasion">The event.</param>
    /// <param name="intensity">The value that chose the voice, 0 to 1.</param>
    /// <param name="trigger">The rule that chose it.</param>
    [Alias("speak")]
    Task<VoiceView> Speak(EventCount occasion, double intensity, string trigger);

    /// <summary>The voice as it is now.</summary>
    [AlwaysInterleave]
    [Alias("current")]
    Task<VoiceView> Current();
}
