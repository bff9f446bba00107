using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>What is stored of a voice of the connections.</summary>
/// <param name="Active">Whether it speaks.</param>
/// <param name="Intensity">How strongly; 0 while it is silent.</param>
/// <param name="Event">Type of the last event it answered.</param>
/// <param name="Trigger">The rule that chose it.</param>
/// <param name="Since">When it began to speak or fell silent.</param>
/// <param name="SpokeAt">When it last spoke.</param>
/// <param name="HeardAt">When the last event came.</param>
/// <param name="Waiting">Events that it has not spoken for yet.</param>
/// <param name="Number">How many events it has announced; part of their ids.</param>
/// <param name="Pending">Events that are perhaps not announced yet.</param>
[GenerateSerializer, Immutable, Alias("iskra.connection-voice-state")]
public sealed record ConnectionVoiceState(
    [property: Id(0)] bool Active,
    [property: Id(1)] double Intensity,
    [property: Id(2)] string? Event,
    [property: Id(3)] string? Trigger,
    [property: Id(4)] DateTimeOffset? Since,
    [property: Id(5)] DateTimeOffset? SpokeAt,
    [property: Id(6)] DateTimeOffset? HeardAt,
    [property: Id(7)] int Waiting,
    [property: Id(8)] long Number,
    [property: Id(9)] ImmutableArray<PendingEvent> Pending) : IAnnouncedState<ConnectionVoiceState>
{
    /// <summary>A voice that has never spoken.</summary>
    public static readonly ConnectionVoiceState Initial = new(false, 0, null, null, null, null, null, 0, 0, []);

    /// <inheritdoc/>
    public ConnectionVoiceState WithPending(ImmutableArray<PendingEvent> pending) => this with { Pending = pending };
}
