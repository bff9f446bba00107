namespace Iskra.Tests.Grains.Channels;

public sealed class LiveChannelsOnTwoSilos(TwoSiloChannels fixture) : LiveChannelTests(fixture), IClassFixture<TwoSiloChannels>;
