namespace Iskra.Tests.Gateway.Transports;

public sealed class PollingTransportTests(GatewayHost host) : HttpTransportTests(host, TransportKind.Polling, "/api/v2/events/poll");
