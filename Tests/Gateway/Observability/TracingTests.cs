using System.Collections.Concurrent;
using System.Diagnostics;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Gateway.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Gateway.Observability;

public sealed class TracingTests
{
    [Fact]
    public async Task A_trace_goes_from_the_frame_over_the_store_to_the_subscribers()
    {
        var spans = new ConcurrentQueue<Activity>();
        var traceId = ActivityTraceId.CreateRandom();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == IskraTracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        // Port 9 discards: the spans are made, their export leads nowhere.
        await using var app = await TestGateway.StartAsync(["--Telemetry:OtlpEndpoint=http://127.0.0.1:9"]);
        using var http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<ListenAddresses>().AddressOf(ListenPort.Main)) };
        using var bound = Bound.Start();
        var cursor = (await http.GetStringAsync("/api/v2/events/poll?channels=log/traced", bound.Token)).Split('"')[3];
        var waiting = http.GetStringAsync($"/api/v2/events/poll?cursor={cursor}&timeout=10", bound.Token);
        using var request = GatewayHost.WithToken(HttpMethod.Post, "/api/v2/messages", Tokens.For("ann"));
        request.Headers.Add("traceparent", $"00-{traceId}-{ActivitySpanId.CreateRandom()}-01");
        request.Content = new StringContent("""[{"type":"publish","channel":"log/traced","data":{"a":1}},{"type":"metrics","data":{"clarity":0.8}}]""");
        (await http.SendAsync(request, bound.Token)).EnsureSuccessStatusCode();
        await waiting;
        string[] wanted = ["POST /api/v2/messages", "PublishFrame", "append events", "deliver", "SamplesFrame", "store samples"];
        await Eventually.TrueAsync(() => wanted.All(name => spans.Any(span => span.TraceId == traceId && span.DisplayName == name)), $"all spans were there; there are {string.Join(", ", spans.Select(span => span.DisplayName).Distinct())}");
        await app.StopAsync(bound.Token);
    }
}
