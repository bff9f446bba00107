namespace Iskra.Channels;

/// <summary>A numbered event of a channel.</summary>
/// <param name="Seq">Its number; one more than that of the event before it in the same epoch, the first is 1.</param>
/// <param name="AcceptedUs">When the cluster accepted it, Unix time in microseconds; the start of the latency that is measured.</param>
/// <param name="Draft">What happened.</param>
[GenerateSerializer, Immutable, Alias("iskra.channel-event")]
public sealed record ChannelEvent(
    [property: Id(0)] long Seq,
    [property: Id(1)] long AcceptedUs,
    [property: Id(2)] EventDraft Draft);
