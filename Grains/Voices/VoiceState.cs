using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>What is stored of a voice of Iskra.</summary>
/// <param name="Active">Whether it speaks.</param>
/// <param name="Intensity">The intensity that subscribers know, 0 while it is silent.</param>
/// <param name="Trigger">What made it speak, or makes it speak most strongly now.</param>
/// <param name="Since">When it began to speak or fell silent.</param>
/// <param name="ChangedAt">When subscribers were last told.</param>
/// <param name="RestsUntil">Until when its triggers are ignored.</param>
/// <param name="Number">How many events it has announced; part of their ids.</param>
/// <param name="Memory">What its triggers need to know about the past.</param>
/// <param name="Pending">Events that are perhaps not announced yet.</param>
[GenerateSerializer, Immutable, Alias("iskra.voice-state")]
public sealed record VoiceState(
    [property: Id(0)] bool Active,
    [property: Id(1)] double Intensity,
    [property: Id(2)] string? Trigger,
    [property: Id(3)] DateTimeOffset? Since,
    [property: Id(4)] DateTimeOffset? ChangedAt,
    [property: Id(5)] DateTimeOffset? RestsUntil,
    [property: Id(6)] long Number,
    [property: Id(7)] TriggerMemory Memory,
    [property: Id(8)] ImmutableArray<PendingEvent> Pending) : IAnnouncedState<VoiceState>
{
    /// <summary>A voice that has never spoken.</summary>
    public static readonly VoiceState Initial = new(false, 0, null, null, null, null, 0, TriggerMemory.Empty, []);

    /// <inheritdoc/>
    public VoiceState WithPending(ImmutableArray<PendingEvent> pending) => this with { Pending = pending };
}
