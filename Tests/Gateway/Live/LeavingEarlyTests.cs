using Iskra.Gateway.Fanout;
using Iskra.Gateway.Sessions;
using Iskra.Tests.Gateway.Sockets;
using Iskra.Tests.Gateway.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Gateway.Live;

/// <summary>A client that goes while its channels are being joined.</summary>
public sealed class LeavingEarlyTests
{
    private const int Clients = 10;

    [Fact]
    public async Task A_client_that_leaves_before_its_channels_are_joined_is_no_internal_error()
    {
        var source = new HeldChannelSource();
        await using var gateway = await TestGateway.StartAsync(configure: builder => builder.Services.AddSingleton<IChannelSource>(source));
        using var letGo = source;
        for (var i = 0; i < Clients; i++)
        {
            await using var client = await TestSocket.ConnectAsync(gateway.Address());
            await source.Asked.WaitAsync(Bound.Wait);
            client.Abort();
        }

        using (var stream = await SseLines.OpenAsync(gateway.Http("/api/v2/events/stream?channels=log/held")))
        {
            Assert.NotNull(await stream.LineAsync());
        }

        await Eventually.TrueAsync(() => gateway.Get<SessionRegistry>().Count == 0, "all have gone");

        using var http = new HttpClient();
        using var bound = Bound.Start();
        var metrics = await http.GetStringAsync(gateway.Http("/metrics"), bound.Token);
        Assert.DoesNotContain("error_type=\"internal\"", metrics, StringComparison.Ordinal);
    }
}
