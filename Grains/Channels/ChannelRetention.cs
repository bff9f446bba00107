namespace Iskra.Channels;

/// <summary>
/// What a <see cref="ChannelRing"/> keeps: the last <see cref="MinEvents"/> events or those of the last <see cref="Age"/>,
/// whichever is more, but never more than <see cref="MaxEvents"/> events or <see cref="MaxBytes"/> of payload. The newest event
/// is always kept.
/// </summary>
/// <param name="MinEvents">Events that are kept however old they are.</param>
/// <param name="Age">Events that are not older than this are kept as well.</param>
/// <param name="MaxEvents">Most events.</param>
/// <param name="MaxBytes">Most bytes of payload (<see cref="EventSize"/>).</param>
public sealed record ChannelRetention(int MinEvents, TimeSpan Age, int MaxEvents, long MaxBytes)
{
    /// <summary>State and ephemeral channels: 1,000 events or 5 minutes, at most 10,000 (protocol section 3), at most 64 MiB.</summary>
    public static readonly ChannelRetention Live = new(1_000, TimeSpan.FromMinutes(5), 10_000, 64L << 20);

    /// <summary>Log channels: the ring is only a cache in front of the log, the last 1,000 events and at most 16 MiB.</summary>
    public static readonly ChannelRetention Cache = new(1_000, TimeSpan.Zero, 1_000, 16L << 20);
}
