using Iskra.Channels;

namespace Iskra.Alerts;

/// <summary>What <see cref="SloAlertGrain"/> stores.</summary>
/// <param name="Position">Up to here the channel has become alerts.</param>
public sealed record SloAlertState(ChannelPosition Position);
