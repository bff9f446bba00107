using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Gateway.Protocol;

/// <summary><c>subscribe</c>.</summary>
/// <param name="Ref">See <see cref="ClientFrame"/>.</param>
/// <param name="Channels">1 to 1,000 names, each once, in the order sent; not yet checked against the rule for names.</param>
/// <param name="Since">Positions for channels that this frame newly subscribes.</param>
public sealed record SubscribeFrame(
    ReadOnlyMemory<byte> Ref,
    ImmutableArray<string> Channels,
    ImmutableDictionary<string, ChannelPosition> Since) : ClientFrame(Ref);
