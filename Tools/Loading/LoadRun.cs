using System.Net.WebSockets;
using System.Text.Json;
using Iskra.Tools.Wire;

namespace Iskra.Tools.Loading;

/// <summary>Opens connections and sends requests on each at a steady rate, whether or not the replies keep up.</summary>
/// <param name="settings">What to do.</param>
/// <param name="time">The clock.</param>
internal sealed class LoadRun(LoadSettings settings, TimeProvider time)
{
    /// <summary>Connections that are being opened at the same time, at most.</summary>
    private const int ConnectingAtOnce = 64;

    /// <summary>Requests of one connection without a reply, at most; more are counted as failed instead of sent.</summary>
    private const int MaxInFlight = 1_000;

    private static readonly TimeSpan ReplyLimit = TimeSpan.FromSeconds(10);

    /// <summary>What was found so far.</summary>
    public LoadResult Result { get; } = new();

    /// <summary>How long requests were sent.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Connects, sends for the given time, waits for the last replies, and closes.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var clients = new List<FrameClient>(settings.Connections);
        try
        {
            await ConnectAsync(clients, cancellation);
            var started = time.GetTimestamp();
            using var end = new CancellationTokenSource(settings.Duration, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellation);
            await Task.WhenAll(clients.Select(client => SendAsync(client, either.Token)));
            Elapsed = time.GetElapsedTime(started);
        }
        finally
        {
            await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        }
    }

    private async Task ConnectAsync(List<FrameClient> clients, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, settings.Connections, options, async (_, token) =>
        {
            var started = time.GetTimestamp();
            try
            {
                var client = await FrameClient.ConnectAsync(settings.To, settings.Token, _ => Result.CountEvent(), token).WaitAsync(ReplyLimit, time, token);
                Result.Connecting.Record(time.GetElapsedTime(started));
                lock (clients)
                {
                    clients.Add(client);
                }

                await SubscribeAsync(client, token);
            }
            catch (Exception exception) when (IsFailure(exception) && !token.IsCancellationRequested)
            {
                Result.CountError("connect: " + exception.GetBaseException().Message);
            }
        });
    }

    private async Task SubscribeAsync(FrameClient client, CancellationToken cancellation)
    {
        if (settings.Channels.Count > 0)
        {
            await client.RequestAsync("subscribe", "subscribed", writer =>
            {
                writer.WriteStartArray("channels");
                foreach (var channel in settings.Channels)
                {
                    writer.WriteStringValue(channel);
                }

                writer.WriteEndArray();
            }, cancellation);
        }
    }

    private async Task SendAsync(FrameClient client, CancellationToken end)
    {
        var waiting = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / settings.RatePerSecond), time);
        // Connections start spread over one period, as real ones do.
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(Random.Shared.NextDouble() / settings.RatePerSecond), time, end);
            while (await timer.WaitForNextTickAsync(end) && !client.Closed.IsCompleted)
            {
                waiting.RemoveAll(task => task.IsCompleted);
                if (waiting.Count < MaxInFlight)
                {
                    waiting.Add(RequestAsync(client));
                }
                else
                {
                    Result.CountError("the replies do not keep up");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }

        await Task.WhenAll(waiting);
    }

    private async Task RequestAsync(FrameClient client)
    {
        using var limit = new CancellationTokenSource(ReplyLimit, time);
        var started = time.GetTimestamp();
        try
        {
            Result.CountSent();
            if (settings.Metrics)
            {
                await client.RequestAsync("metrics", "metrics_received", WriteMetrics, limit.Token);
            }
            else
            {
                await client.RequestAsync("ping", "pong", null, limit.Token);
            }

            Result.Replies.Record(time.GetElapsedTime(started));
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            Result.CountError(exception is OperationCanceledException ? "no reply within 10 s" : exception.GetBaseException().Message);
        }
    }

    private static void WriteMetrics(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("data");
        writer.WriteNumber("load_value", Math.Round(Random.Shared.NextDouble(), 4));
        writer.WriteEndObject();
        writer.WriteString("source", "load");
    }

    private static bool IsFailure(Exception exception) =>
        exception is WebSocketException or FrameException or OperationCanceledException or TimeoutException or IOException or ObjectDisposedException or InvalidOperationException;
}
