namespace Iskra.Tests.Cluster.Clients;

/// <summary>How one connection of a client ended.</summary>
/// <param name="At">When, by the clock of the machine.</param>
/// <param name="Gateway">Address of the gateway.</param>
/// <param name="Code">The close code of a WebSocket, the status of an HTTP answer, or 0 where the connection broke.</param>
/// <param name="Reason">What was said or thrown.</param>
public sealed record ConnectionEnd(DateTimeOffset At, Uri Gateway, int Code, string Reason);
