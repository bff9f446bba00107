using System.Net;
using System.Net.WebSockets;
using Iskra.Tests.Deploy.Support;

namespace Iskra.Tests.Deploy.Proxy;

/// <summary>What nginx does when a gateway goes.</summary>
public sealed class NginxFailoverTests(NginxFixture fixture) : IClassFixture<NginxFixture>
{
    [Fact]
    public async Task A_gateway_that_has_gone_is_passed_over()
    {
        Installed.Require("nginx", "nginx-light");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var http = new HttpClient();
        await fixture.Gateways[0].StopAsync(patience.Token);
        for (var i = 0; i < 10; i++)
        {
            using var response = await http.GetAsync(fixture.Nginx.Address(8080, "/ready"), patience.Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(fixture.Nginx.Address(3001, "/ws", "ws"), patience.Token);
        }
    }
}
