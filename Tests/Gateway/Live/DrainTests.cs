using System.Net;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Sessions;
using Iskra.Gateway.Sockets;
using Iskra.Tests.Gateway.Sockets;
using Iskra.Tests.Gateway.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Gateway.Live;

/// <summary>What clients see when a gateway stops (protocol section 4).</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Clients_are_told_when_to_return_nobody_new_gets_in_and_the_gateway_is_not_ready()
    {
        // Far more time than the requests below take on any machine, and a clock on which nobody is cut for answering late. It ends as
        // soon as the last client has answered its close.
        await using var gateway = await ClockedGateway.StartAsync("--Gateway:DrainMs=20000");
        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TestSocket.ConnectAsync(gateway.Address())));
        using var bound = Bound.Start();
        using var http = new HttpClient();
        await gateway.IsReadyAsync();

        // It does not answer its close for now, so that the gateway waits for it.
        using var mute = await RawSocket.OpenAsync(gateway.Address());
        var stopping = gateway.StopAsync();
        Assert.True(gateway.Get<DrainState>().IsDraining);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(gateway.Http("/ready"), bound.Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(gateway.Http("/health"), bound.Token)).StatusCode);
        using (var late = await RawSocket.OpenAsync(gateway.Address()))
        {
            Assert.StartsWith("HTTP/1.1 503 ", late.Head, StringComparison.Ordinal);
            Assert.Contains("Retry-After: ", late.Head, StringComparison.OrdinalIgnoreCase);
        }

        var closes = await Task.WhenAll(clients.Select(static client => client.AnswerCloseAsync()));
        Assert.All(closes, static close =>
        {
            Assert.Equal(CloseCode.ServiceRestart, close.Code);
            Assert.Matches(@"^retry_after=[0-9]+(\.[0-9]+)?$", close.Reason);
        });

        // Spread, so that they do not all come back at the same time.
        Assert.InRange(closes.Select(static close => close.Reason).Distinct().Count(), 5, 20);
        Assert.Equal(CloseCode.ServiceRestart, await mute.CloseCodeAsync());

        // It goes, whether the gateway has cut it by now or still waits for its answer.
        mute.Dispose();
        using var ended = Bound.Start();
        await stopping.WaitAsync(ended.Token);
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(() => RawSocket.OpenAsync(gateway.Address()));
    }

    [Fact]
    public async Task A_session_that_was_being_opened_when_the_drain_began_is_sent_away_too()
    {
        var gate = new OpeningGate();
        await using var gateway = await TestGateway.StartAsync(
            ["--Gateway:DrainMs=8000"], configure: builder => builder.Services.AddSingleton<IIncomingGrainCallFilter>(gate));
        using var bound = Bound.Start();
        using var socket = await RawSocket.OpenAsync(gateway.Address());
        await gate.Asked.WaitAsync(bound.Token);
        var stopping = gateway.StopAsync();
        Assert.True(gateway.Get<DrainState>().IsDraining);
        gate.Open();
        Assert.Equal(CloseCode.ServiceRestart, await socket.CloseCodeAsync());
        await stopping.WaitAsync(bound.Token);
    }

    [Fact]
    public async Task A_socket_that_was_accepted_just_before_the_drain_began_is_sent_away_too()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var bound = Bound.Start();
        await gateway.Get<SessionManager>().DrainAsync(TimeSpan.Zero, bound.Token);
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        Assert.Equal(System.Text.Json.JsonValueKind.Undefined, socket.Greeting.ValueKind);
        Assert.Equal(CloseCode.ServiceRestart, (int)socket.CloseStatus!.Value);
        Assert.Matches(@"^retry_after=[0-9]+\.[0-9]$", socket.CloseReason);
    }
}
