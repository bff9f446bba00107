using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Gateway.Sessions;

/// <summary>What an endpoint gives the sessions that open there (protocol sections 1 and 2).</summary>
/// <param name="Dashboard">Name of the dashboard, as <c>connection_established</c> says it.</param>
/// <param name="Channels">Channels that are subscribed at once; they do not count towards the limit.</param>
public sealed record SessionEndpoint(string Dashboard, ImmutableArray<string> Channels)
{
    /// <summary>The Pulse dashboard.</summary>
    public static readonly SessionEndpoint Pulse = new("pulse", [ChannelName.Pulse]);

    /// <summary>The Seams dashboard.</summary>
    public static readonly SessionEndpoint Seams = new("seams", [ChannelName.Seams]);

    /// <summary>The Voices dashboard.</summary>
    public static readonly SessionEndpoint Voices = new("voices", [ChannelName.Voices]);

    /// <summary>The dashboard of the main port.</summary>
    public static readonly SessionEndpoint Dashboards = new(
        "dashboard", [ChannelName.Alerts, ChannelName.Silences, ChannelName.Stats, ChannelName.Health, ChannelName.System]);

    /// <summary>Whether its frames carry seconds instead of milliseconds in <c>timestamp</c>.</summary>
    public bool IsInSeconds { get; init; }

    /// <summary>Whether messages are always gathered into batches.</summary>
    public bool IsBatching { get; init; }

    /// <summary>The longest that a message is held back for a batch.</summary>
    public TimeSpan BatchDelay { get; init; } = OutboxLimits.DefaultBatchDelay;

    /// <summary>Largest message in bytes; null for the limit of the gateway.</summary>
    public int? MaxMessageBytes { get; init; }

    /// <summary>Silence after which the connection is asked whether it is there, in milliseconds; null for that of the gateway.</summary>
    public int? HeartbeatIntervalMs { get; init; }

    /// <summary>The time in the unit of the endpoint.</summary>
    public long Timestamp(DateTimeOffset now) => IsInSeconds ? now.ToUnixTimeSeconds() : now.ToUnixTimeMilliseconds();
}
