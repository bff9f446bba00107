namespace Iskra.Tests.Grains.Channels;

/// <summary>A cluster of two silos, on engines that have one.</summary>
public sealed class TwoSiloChannels() : ChannelFixture(2);
