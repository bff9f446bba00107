using System.Collections.Concurrent;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Security;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Sockets;

/// <summary>What the sockets share.</summary>
public sealed record SocketServices(
    SessionManager Manager,
    SessionKeeper Keeper,
    FrameIntake Intake,
    FrameDispatcher Dispatcher,
    CallerResolver Callers,
    GatewayOptions Options,
    RealtimeMetrics Metrics,
    TimeProvider Time,
    ILogger<SocketConnection> Log)
{
    private readonly ConcurrentDictionary<(bool IsBatching, TimeSpan BatchDelay), OutboxLimits> _limits = new();

    /// <summary>The bounds of the outbox of a connection; all connections of a kind share them.</summary>
    internal OutboxLimits LimitsOf(SocketRequest request) => _limits.GetOrAdd(
        (request.IsBatching, request.Endpoint.BatchDelay),
        static (key, options) => new OutboxLimits(options.OutboxBytes, options.OutboxFrames, key.IsBatching, key.BatchDelay),
        Options);
}
