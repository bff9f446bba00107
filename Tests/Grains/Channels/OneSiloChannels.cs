namespace Iskra.Tests.Grains.Channels;

/// <summary>An engine with one silo.</summary>
public sealed class OneSiloChannels() : ChannelFixture(1);
