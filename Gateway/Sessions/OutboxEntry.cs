using Iskra.Gateway.Fanout;

namespace Iskra.Gateway.Sessions;

/// <summary>Something that waits for a connection: an event that all sessions share, a reply, or a frame of the transport itself.</summary>
public readonly struct OutboxEntry
{
    private readonly object _item;

    private OutboxEntry(object item, ChannelSubscription? subscription, OutboxEntryKind kind, int length)
    {
        _item = item;
        Subscription = subscription;
        Kind = kind;
        Length = length;
    }

    /// <summary>What it is.</summary>
    public OutboxEntryKind Kind { get; }

    /// <summary>The subscription that an event came by.</summary>
    public ChannelSubscription? Subscription { get; }

    /// <summary>How many bytes it counts.</summary>
    public int Length { get; }

    /// <summary>The event; only of <see cref="OutboxEntryKind.Event"/>.</summary>
    public EncodedEvent Event => (EncodedEvent)_item;

    /// <summary>The JSON of a reply, or the bytes of a frame of the transport.</summary>
    public ReadOnlyMemory<byte> Bytes => (byte[])_item;

    internal static OutboxEntry Of(EncodedEvent item, ChannelSubscription subscription) =>
        new(item, subscription, OutboxEntryKind.Event, item.Frame.Length);

    internal static OutboxEntry Reply(byte[] json) => new(json, null, OutboxEntryKind.Reply, json.Length + OutboxLimits.EntryOverheadBytes);

    internal static OutboxEntry Control(byte[] frame) => new(frame, null, OutboxEntryKind.Control, frame.Length + OutboxLimits.EntryOverheadBytes);
}
