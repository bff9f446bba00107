namespace Iskra.Tests.Grains.Channels;

public sealed class DeliveryOnOneSilo(OneSiloChannels fixture) : DeliveryTests(fixture), IClassFixture<OneSiloChannels>;
