using System.Text.Json;

namespace Iskra.Tests.Cluster.Clients;

/// <summary>Follows by long polling: it knows the cursor of the last answer and nothing else.</summary>
public sealed class PollHistoryClient(HttpClient http, IReadOnlyList<Uri> gateways, History history, int number) : HistoryClient(gateways, history, number)
{
    private const int TimeoutSeconds = 5;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(TimeoutSeconds + 5);
    private string? _cursor;

    public override string Transport => "poll";

    protected override async Task<ConnectionEnd> FollowAsync(Uri gateway, CancellationToken stop)
    {
        var channels = string.Join(',', History.Channels);
        while (true)
        {
            var position = _cursor is null ? $"since={Uri.EscapeDataString(History.Since())}" : $"cursor={_cursor}";
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(stop);
            bound.CancelAfter(Bound);
            using var response = await http.GetAsync(new Uri(gateway, $"/api/v2/events/poll?channels={channels}&timeout={TimeoutSeconds}&{position}"), bound.Token);
            if (!response.IsSuccessStatusCode)
            {
                return End(gateway, (int)response.StatusCode, $"retry_after={response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 1}");
            }

            Connects++;
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(bound.Token));
            foreach (var frame in answer.RootElement.GetProperty("events").EnumerateArray())
            {
                History.Take(frame);
            }

            _cursor = answer.RootElement.GetProperty("cursor").GetString();
            IsConnected = true;
        }
    }
}
