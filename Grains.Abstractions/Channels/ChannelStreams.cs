namespace Iskra.Channels;

/// <summary>Names of the streams that carry <see cref="ChannelBatch"/>: one stream per channel.</summary>
public static class ChannelStreams
{
    /// <summary>Name of the stream provider on silos and gateways.</summary>
    public const string Provider = "iskra";

    /// <summary>Namespace of the streams; the key within it is the channel name.</summary>
    public const string Namespace = "channel";

    /// <summary>The stream of a channel.</summary>
    public static StreamId IdOf(string channel) => StreamId.Create(Namespace, channel);
}
