using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;

namespace Iskra.Tests.Cluster;

/// <summary>SIGTERM to a gateway with many clients.</summary>
public sealed class DrainTests(ClusterUnderTest cluster)
{
    /// <summary>ISKRA_DRAIN_CLIENTS=5000 with ISKRA_DRAIN_SECONDS=30 is the whole of it.</summary>
    private static readonly int Clients = Number("ISKRA_DRAIN_CLIENTS", 500);
    private static readonly int Seconds = Number("ISKRA_DRAIN_SECONDS", 6);

    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task A_gateway_that_is_told_to_stop_sends_its_clients_away_one_batch_after_the_other()
    {
        await using var gateway = cluster.Gateway(9, ("Gateway:DrainMs", $"{Seconds * 1_000}"), ("Logging:LogLevel:Default", "Information"));
        await gateway.StartAsync();
        await gateway.BecomesAsync(200);
        var closed = new ConcurrentBag<(DateTimeOffset At, int Code, string Reason)>();
        using var everybody = new SemaphoreSlim(64);
        var readers = new ConcurrentBag<Task>();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            await everybody.WaitAsync();
            try
            {
                var socket = new ClientWebSocket();
                await socket.ConnectAsync(new Uri($"ws://{gateway.Address.Authority}/ws/dashboard"), CancellationToken.None);
                Assert.Equal(WebSocketMessageType.Text, (await socket.ReceiveAsync(new byte[4_096].AsMemory(), CancellationToken.None)).MessageType);
                readers.Add(ReadUntilClosedAsync(socket, closed));
            }
            finally
            {
                everybody.Release();
            }
        })).WaitAsync(TimeSpan.FromSeconds(60));

        var at = DateTimeOffset.UtcNow;
        var stopping = gateway.StopAsync();
        await gateway.BecomesAsync(503);
        await RefusesAsync(gateway);
        Assert.Equal(0, await stopping);
        var took = DateTimeOffset.UtcNow - at;
        await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(10));
        cluster.Report.Add($"gateway with {Clients} clients stopped (drain of {Seconds} s)", took);

        Assert.Equal(Clients, closed.Count);
        Assert.True(closed.All(end => end.Code == 1012), $"{string.Join('\n', closed.Where(end => end.Code != 1012).Take(5))}\n{gateway.Said}");
        var returns = closed.Select(end => double.Parse(end.Reason["retry_after=".Length..], CultureInfo.InvariantCulture)).ToArray();
        Assert.True(returns.Min() < 0.7 && returns.Max() > 2.7 && returns.Distinct().Count() > 20, $"{returns.Min()} to {returns.Max()}");

        // In twenty batches over half of the time: no tenth of the time takes more than a third of the clients.
        var tenth = TimeSpan.FromSeconds(Seconds / 10.0);
        var busiest = closed.Max(end => closed.Count(other => other.At >= end.At && other.At < end.At + tenth));
        Assert.True(busiest < Clients / 3, $"{busiest} of {Clients} within {tenth}");
        Assert.True(took < TimeSpan.FromSeconds(Seconds + 5), $"{took}");
    }

    private static async Task RefusesAsync(Member gateway)
    {
        using var late = new ClientWebSocket();
        late.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => late.ConnectAsync(new Uri($"ws://{gateway.Address.Authority}/ws/dashboard"), CancellationToken.None));

        // While it drains it says so; once it is done nothing listens any more.
        Assert.True(late.HttpStatusCode is HttpStatusCode.ServiceUnavailable or 0, $"{late.HttpStatusCode}");
    }

    private static async Task ReadUntilClosedAsync(ClientWebSocket socket, ConcurrentBag<(DateTimeOffset At, int Code, string Reason)> closed)
    {
        using (socket)
        {
            var buffer = new byte[4_096];
            try
            {
                while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
                {
                }

                closed.Add((DateTimeOffset.UtcNow, (int)socket.CloseStatus!.Value, socket.CloseStatusDescription ?? ""));
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            }
            catch (WebSocketException broken)
            {
                if (socket.CloseStatus is null)
                {
                    closed.Add((DateTimeOffset.UtcNow, 0, broken.Message));
                }
            }
        }
    }

    private static int Number(string name, int fallback) => int.Parse(Environment.GetEnvironmentVariable(name) ?? $"{fallback}", CultureInfo.InvariantCulture);
}
