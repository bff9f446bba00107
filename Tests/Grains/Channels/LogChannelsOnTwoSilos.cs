namespace Iskra.Tests.Grains.Channels;

public sealed class LogChannelsOnTwoSilos(TwoSiloChannels fixture) : LogChannelTests(fixture), IClassFixture<TwoSiloChannels>;
