namespace Iskra.Tests.Gateway.Transports;

/// <summary>Opens readers.</summary>
internal static class Readers
{
    internal static async Task<IEventReader> OpenAsync(GatewayHost host, TransportKind kind, string[] channels, string? cursor = null, string? types = null) => kind switch
    {
        TransportKind.WebSocket => await WebSocketReader.OpenAsync(host, channels, cursor),
        TransportKind.Sse => await SseReader.OpenAsync(host, channels, cursor, types),
        _ => await PollReader.OpenAsync(host, channels, cursor, types, kind == TransportKind.LongPolling ? 10 : 0),
    };
}
