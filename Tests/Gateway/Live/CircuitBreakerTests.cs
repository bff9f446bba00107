using System.Net;
using System.Text.Json;
using Iskra.Gateway.Sessions;
using Iskra.Gateway.Sockets;
using Iskra.Tests.Gateway.Sockets;
using Iskra.Tests.Gateway.Transports;

namespace Iskra.Tests.Gateway.Live;

/// <summary>A gateway that has stopped asking its cluster (protocol sections 4 and 6).</summary>
public sealed class CircuitBreakerTests
{
    [Fact]
    public async Task While_it_is_open_new_sockets_are_told_to_come_back_and_closed_with_1013()
    {
        await using var gateway = await ClockedGateway.StartWithCircuitAsync();
        await OpenCircuitAsync(gateway);
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        Assert.Equal("overloaded", socket.Greeting.GetProperty("code").GetString());
        Assert.Equal(CircuitBreaker.Cooldown.TotalSeconds, socket.Greeting.GetProperty("retry_after").GetDouble(), tolerance: 1);
        Assert.Equal((CloseCode.TryAgainLater, "overloaded"), await socket.ReceiveCloseAsync());
    }

    [Theory]
    [InlineData("""{"type":"history","channel":"log/breaker","limit":5,"ref":1}""")]
    [InlineData("""{"type":"metrics","data":{"clarity":0.5},"ref":1}""")]
    public async Task A_request_is_answered_with_overloaded_and_its_socket_closed_with_1013(string request)
    {
        await using var gateway = await ClockedGateway.StartWithCircuitAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        await socket.SubscribeAsync("room/breaker");
        await OpenCircuitAsync(gateway);
        await socket.AskAsync("""{"type":"ping"}""", "pong");
        await socket.SendAsync(request);
        var error = await socket.ReceiveAsync("error");
        Assert.Equal("overloaded", error.GetProperty("code").GetString());
        Assert.Equal(1, error.GetProperty("ref").GetInt32());
        Assert.InRange(error.GetProperty("retry_after").GetDouble(), 1, CircuitBreaker.Cooldown.TotalSeconds);
        Assert.Equal(CloseCode.TryAgainLater, (await socket.ReceiveCloseAsync()).Code);
    }

    [Fact]
    public async Task A_post_for_a_session_gets_the_error_among_its_replies_and_the_session_stays()
    {
        await using var gateway = await ClockedGateway.StartWithCircuitAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        await socket.SubscribeAsync("room/breaker");
        await OpenCircuitAsync(gateway);
        using var bound = Bound.Start();
        using var http = new HttpClient();
        using var body = new StringContent("""[{"type":"ping"},{"type":"history","channel":"log/breaker","limit":5},{"type":"ping"}]""");
        using var response = await http.PostAsync(gateway.Http($"/api/v2/messages?session={socket.Session}"), body, bound.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var replies = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(bound.Token)).GetProperty("replies");
        Assert.Equal(["pong", "error", "pong"], replies.EnumerateArray().Select(static reply => reply.GetProperty("type").GetString()));
        Assert.Equal("overloaded", replies[1].GetProperty("code").GetString());
        await socket.AskAsync("""{"type":"ping"}""", "pong");
    }

    [Fact]
    public async Task A_new_stream_is_answered_with_503_and_when_to_come_back()
    {
        await using var gateway = await ClockedGateway.StartWithCircuitAsync();
        await OpenCircuitAsync(gateway);
        using var bound = Bound.Start();
        using var http = new HttpClient();
        using var response = await http.GetAsync(gateway.Http("/api/v2/events/stream?channels=slo"), HttpCompletionOption.ResponseHeadersRead, bound.Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, CircuitBreaker.Cooldown.TotalSeconds);
    }

    [Fact]
    public async Task After_two_minutes_one_call_is_tried_and_its_answer_closes_the_circuit()
    {
        await using var gateway = await ClockedGateway.StartWithCircuitAsync();
        var calls = gateway.Get<ClusterCalls>();
        await OpenCircuitAsync(gateway);
        gateway.Advance(CircuitBreaker.Cooldown.TotalSeconds - 1);
        await Assert.ThrowsAsync<CircuitOpenException>(() => calls.CallAsync(() => Task.FromResult(1)));
        gateway.Advance(1);
        var trial = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var trying = calls.CallAsync(() => trial.Task);
        Assert.Equal(CircuitState.HalfOpen, calls.State);

        // Nobody else is let through while the trial is under way.
        await using (var early = await TestSocket.ConnectAsync(gateway.Address()))
        {
            Assert.Equal("overloaded", early.Greeting.GetProperty("code").GetString());
        }

        trial.SetResult(7);
        Assert.Equal(7, await trying);
        Assert.Equal(CircuitState.Closed, calls.State);
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        Assert.Equal("connection_established", socket.Greeting.GetProperty("type").GetString());
        Assert.Equal("ok", (await socket.SubscribeAsync("room/breaker")).GetProperty("status").GetString());
    }

    private static async Task OpenCircuitAsync(ClockedGateway gateway)
    {
        // What was answered before is over by then, so that the failures are most of what was asked.
        gateway.Advance(CircuitBreaker.MajorityWindow.TotalSeconds);
        var calls = gateway.Get<ClusterCalls>();
        for (var i = 0; calls.State == CircuitState.Closed && i < 10 * CircuitBreaker.MaxFailures; i++)
        {
            await Assert.ThrowsAsync<RefusedException>(() => calls.CallAsync<int>(() => throw new TimeoutException()));
        }

        Assert.Equal(CircuitState.Open, calls.State);
    }
}
