using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Iskra.Tests.Wire;

namespace Iskra.Tests.Cluster.Clients;

/// <summary>
/// Publishes on one channel, one event after the other, each with a number of its own as payload. What was not acknowledged is
/// never sent again, so that a payload may be in the log once or not at all, and one that was acknowledged must be in it once.
/// </summary>
public sealed class Publisher(HttpClient http, IReadOnlyList<Uri> gateways, string channel, TimeSpan interval)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(8);
    private const int MostFailures = 20;
    private readonly List<(long Payload, long Seq, DateTimeOffset StartedAt)> _acknowledged = [];
    private readonly ConcurrentQueue<string> _failures = new();
    private long _payload;
    private int _gateway;

    public string Channel => channel;

    /// <summary>What was acknowledged: payload and number.</summary>
    public IReadOnlyList<(long Payload, long Seq, DateTimeOffset StartedAt)> Acknowledged
    {
        get
        {
            lock (_acknowledged)
            {
                return [.. _acknowledged];
            }
        }
    }

    /// <summary>Why events were not acknowledged, at most the first few.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>How many events were sent.</summary>
    public long Sent => Interlocked.Read(ref _payload);

    /// <summary>The number of the first event that was sent after a time and acknowledged; null when there is none yet.</summary>
    public long? FirstAfter(DateTimeOffset time)
    {
        lock (_acknowledged)
        {
            var index = _acknowledged.FindIndex(item => item.StartedAt >= time);
            return index < 0 ? null : _acknowledged[index].Seq;
        }
    }

    /// <summary>Publishes until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await PublishAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    /// <summary>Publishes once.</summary>
    /// <returns>Whether it was acknowledged.</returns>
    public async Task<bool> PublishAsync()
    {
        var payload = Interlocked.Increment(ref _payload);
        var gateway = gateways[_gateway % gateways.Count];
        var startedAt = DateTimeOffset.UtcNow;
        if (await TryPublishAsync(gateway, payload, startedAt) is not { } seq)
        {
            _gateway++;
            return false;
        }

        lock (_acknowledged)
        {
            _acknowledged.Add((payload, seq, startedAt));
        }

        return true;
    }

    private async Task<long?> TryPublishAsync(Uri gateway, long payload, DateTimeOffset startedAt)
    {
        try
        {
            using var bound = new CancellationTokenSource(Bound);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, "/api/v2/messages"))
            {
                Content = JsonContent.Create(new { type = "publish", channel, data = new { n = payload } }),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestToken.For("publisher-" + channel.Replace('/', '-')));
            using var response = await http.SendAsync(request, bound.Token);
            if (!response.IsSuccessStatusCode)
            {
                return Note($"{response.StatusCode}: {await response.Content.ReadAsStringAsync(bound.Token)}");
            }

            using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(bound.Token));
            var reply = answer.RootElement.GetProperty("replies")[0];
            return reply.GetProperty("type").GetString() == "published" ? reply.GetProperty("seq").GetInt64() : Note(reply.ToString());
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException or IOException or JsonException)
        {
            return Note(away.Message);
        }

        long? Note(string why)
        {
            if (_failures.Count < MostFailures)
            {
                _failures.Enqueue($"{channel} {payload} at {gateway.Port} {startedAt:HH:mm:ss.fff} to {DateTimeOffset.UtcNow:HH:mm:ss.fff}: {why}");
            }

            return null;
        }
    }
}
