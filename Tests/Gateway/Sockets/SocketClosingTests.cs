using Iskra.Gateway.Sessions;
using Iskra.Gateway.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Gateway.Sockets;

/// <summary>
/// The end of a connection that the server closes. The clock stands still: the grace that a client has for its answer is never over.
/// </summary>
public sealed class SocketClosingTests
{
    private static readonly byte[] Answer = RawSocket.Frame(0x88, [0x03, 0xF1]);

    [Theory]
    [InlineData((1 << 20) + 1)]
    [InlineData(4 << 20)]
    public async Task The_connection_ends_with_the_answer_to_the_close_after_a_message_that_was_too_large(int bytes)
    {
        await using var gateway = await StartAsync();
        using var raw = await RawSocket.OpenAsync(gateway.Address());
        await raw.SendAsync(RawSocket.Frame(0x81, new byte[bytes]));
        Assert.Equal(1009, await raw.CloseCodeAsync());
        await raw.SendAsync(Answer);
        Assert.True(await raw.IsEndedAsync());
    }

    [Fact]
    public async Task The_connection_ends_with_the_answer_to_the_close_of_one_who_was_refused()
    {
        await using var gateway = await StartAsync("--Gateway:MaxConnections=1");
        using var first = await RawSocket.OpenAsync(gateway.Address());
        await first.FrameAsync();
        using var refused = await RawSocket.OpenAsync(gateway.Address());
        Assert.Equal(1013, await refused.CloseCodeAsync());
        await refused.SendAsync(Answer);
        Assert.True(await refused.IsEndedAsync());
    }

    private static Task<TestGateway> StartAsync(params string[] settings) => TestGateway.StartAsync(settings, configure: builder =>
    {
        var time = new ManualTime();
        builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SessionKeeper>(provider, time));
        builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SocketServices>(provider, time));
    });
}
