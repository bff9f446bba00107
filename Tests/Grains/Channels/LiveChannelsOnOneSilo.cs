namespace Iskra.Tests.Grains.Channels;

public sealed class LiveChannelsOnOneSilo(OneSiloChannels fixture) : LiveChannelTests(fixture), IClassFixture<OneSiloChannels>;
