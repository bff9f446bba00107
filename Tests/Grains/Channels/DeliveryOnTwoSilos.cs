namespace Iskra.Tests.Grains.Channels;

public sealed class DeliveryOnTwoSilos(TwoSiloChannels fixture) : DeliveryTests(fixture), IClassFixture<TwoSiloChannels>;
