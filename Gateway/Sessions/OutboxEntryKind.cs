namespace Iskra.Gateway.Sessions;

/// <summary>What waits in an outbox.</summary>
public enum OutboxEntryKind : byte
{
    /// <summary>An event or a snapshot, shared by all sessions.</summary>
    Event,

    /// <summary>A frame for this session, as JSON.</summary>
    Reply,

    /// <summary>A frame of the transport itself (ping, pong, close), sent as it is.</summary>
    Control,
}
