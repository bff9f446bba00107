using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Iskra.Tests.Cluster.Clients;

/// <summary>Follows by server-sent events as an EventSource does: it knows the id of the last event and nothing else.</summary>
public sealed class StreamHistoryClient(HttpClient http, IReadOnlyList<Uri> gateways, History history, int number) : HistoryClient(gateways, history, number)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(7);
    private string? _lastEventId;

    public override string Transport => "sse";

    protected override async Task<ConnectionEnd> FollowAsync(Uri gateway, CancellationToken stop)
    {
        var channels = string.Join(',', History.Channels);
        var since = _lastEventId is null ? $"&since={Uri.EscapeDataString(History.Since())}" : "";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway, $"/api/v2/events/stream?channels={channels}{since}"));
        if (_lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", _lastEventId);
        }

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(stop);
        bound.CancelAfter(Silence);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bound.Token);
        if (!response.IsSuccessStatusCode)
        {
            return End(gateway, (int)response.StatusCode, $"retry_after={response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 1}");
        }

        Connects++;
        await using var body = await response.Content.ReadAsStreamAsync(bound.Token);
        return await ReadAsync(gateway, body, bound);
    }

    private async Task<ConnectionEnd> ReadAsync(Uri gateway, Stream body, CancellationTokenSource bound)
    {
        var parser = SseParser.Create(body);
        await foreach (var item in parser.EnumerateAsync(bound.Token))
        {
            bound.CancelAfter(Silence);
            using var document = JsonDocument.Parse(item.Data);
            var frame = document.RootElement;
            var type = frame.GetProperty("type").GetString();
            if (type == "error")
            {
                return End(gateway, 0, frame.ToString());
            }

            if (type == "connection_established")
            {
                IsConnected = true;
            }

            History.Take(frame);
            _lastEventId = parser.LastEventId.Length > 0 ? parser.LastEventId : _lastEventId;
        }

        var retry = parser.ReconnectionInterval;
        return End(gateway, 200, retry > TimeSpan.Zero ? FormattableString.Invariant($"retry_after={retry.TotalSeconds:0.0}") : "the stream ended");
    }
}
