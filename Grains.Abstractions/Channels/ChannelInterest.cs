namespace Iskra.Channels;

/// <summary>How gateways and channels agree on who watches.</summary>
public static class ChannelInterest
{
    /// <summary>How long an <see cref="IChannelGrain.Attach"/> counts.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>How often a gateway repeats it for a channel with subscribers; it also compares heads then.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(3);
}
