using Iskra.Gateway.Hosting;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Sse;

/// <summary>What the streams share.</summary>
internal sealed record SseServices(
    SessionManager Manager,
    SessionSubscriber Subscriber,
    SessionKeeper Keeper,
    FrameDispatcher Dispatcher,
    GatewayOptions Options,
    RealtimeMetrics Metrics,
    TimeProvider Time,
    ILogger<SseConnection> Log);
