namespace Iskra.Gateway.Protocol;

/// <summary><c>history</c>.</summary>
/// <param name="Ref">See <see cref="ClientFrame"/>.</param>
/// <param name="Channel">A valid channel name.</param>
/// <param name="Before">Only events with a smaller number, at least 1; null for the newest.</param>
/// <param name="Limit">1 to 1,000; 100 unless said.</param>
public sealed record HistoryFrame(ReadOnlyMemory<byte> Ref, string Channel, long? Before, int Limit) : ClientFrame(Ref);
