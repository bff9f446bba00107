namespace Iskra.Tests.Grains.Channels;

public sealed class LogChannelsOnOneSilo(OneSiloChannels fixture) : LogChannelTests(fixture), IClassFixture<OneSiloChannels>;
