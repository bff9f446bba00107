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
    ILogger<SocketConnection> Log);
