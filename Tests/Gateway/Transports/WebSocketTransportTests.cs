using Iskra.Channels;

namespace Iskra.Tests.Gateway.Transports;

public sealed class WebSocketTransportTests(GatewayHost host) : TransportTests(host, TransportKind.WebSocket)
{
    [Fact]
    public async Task A_bad_cursor_is_an_error_frame_and_the_session_starts_without_it()
    {
        var channel = NewChannel("log");
        await using var reader = await WebSocketReader.OpenAsync(Host, [channel], "AAAA");
        var error = await reader.ReadUntilAsync("error");
        Assert.Equal(ErrorCode.InvalidCursor, error.GetProperty("code").GetString());
        Assert.NotEmpty(await reader.CursorAsync());
        Assert.Equal(ChannelKind.Log, ChannelName.KindOf(channel));
    }
}
