namespace Iskra.Channels;

/// <summary>What a channel keeps, and so what it can promise (protocol section 3).</summary>
public enum ChannelKind
{
    /// <summary>Durable: every event is in the database before it is acknowledged. Nothing is ever skipped.</summary>
    Log,

    /// <summary>In memory; a newer value supersedes the older ones, so a slow consumer may skip to the newest.</summary>
    State,

    /// <summary>In memory; every event counts while it is live, none supersedes another.</summary>
    Ephemeral,
}
