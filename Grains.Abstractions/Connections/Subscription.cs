using Iskra.Channels;

namespace Iskra.Connections;

/// <summary>A channel that a session follows.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Position">How far the client is known to have read; null when it is not known yet.</param>
/// <param name="IsDefault">Whether the endpoint subscribed it; such channels do not count towards the limit.</param>
[GenerateSerializer, Immutable, Alias("iskra.subscription")]
public sealed record Subscription(
    [property: Id(0)] string Channel,
    [property: Id(1)] ChannelPosition? Position,
    [property: Id(2)] bool IsDefault);
