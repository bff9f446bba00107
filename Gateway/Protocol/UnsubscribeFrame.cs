using System.Collections.Immutable;

namespace Iskra.Gateway.Protocol;

/// <summary><c>unsubscribe</c>.</summary>
/// <param name="Ref">See <see cref="ClientFrame"/>.</param>
/// <param name="Channels">1 to 1,000 names, each once, in the order sent.</param>
public sealed record UnsubscribeFrame(ReadOnlyMemory<byte> Ref, ImmutableArray<string> Channels) : ClientFrame(Ref);
