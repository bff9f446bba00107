using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>
/// One voice of the choir of Iskra; the key is one of <see cref="VoiceName.OfIskra"/>. It decides by its definition when it
/// speaks, remembers, and announces each change once and in order on channel <c>voices</c>. The chorus tells it what happens.
/// </summary>
[Alias("iskra.voice")]
public interface IVoiceGrain : IGrainWithStringKey
{
    /// <summary>Takes steps, in order; the same step again says that only time has passed.</summary>
    /// <param name="steps">At most <see cref="IChorusGrain.MaxSteps"/>; none only asks for the voice.</param>
    /// <returns>The voice afterwards.</returns>
    /// <exception cref="RefusedException"><c>overloaded</c>: what it had stored is not known yet, because the store is away.</exception>
    [Alias("hear")]
    Task<VoiceView> Hear(ImmutableArray<VoiceStep> steps);
}
