using System.Text.Json;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Observability;
using Iskra.Tests.Gateway.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Iskra.Tests.Gateway.Voices;

/// <summary>Voices, seams and ∆DΩΛ records as clients see them. Each test has a gateway of its own, because voices remember.</summary>
public sealed class VoicesTests
{
    [Fact]
    public async Task Chaos_in_and_kain_speaks_to_whoever_listens()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var page = await TestSocket.ConnectAsync(gateway.Address(ListenPort.Voices, "/ws"));
        await page.AskAsync("""{"type":"ping"}""", "pong");
        await using var reporter = await TestSocket.ConnectAsync(gateway.Address());
        await page.SubscribeAsync("slo");
        await reporter.SendAsync("""{"type":"metrics","data":{"chaos":0.75}}""");
        var kain = await VoiceAsync(page, "kain");
        Assert.Equal("voices", kain.GetProperty("channel").GetString());
        Assert.True(kain.GetProperty("data").GetProperty("active").GetBoolean());
        await using var late = await TestSocket.ConnectAsync(gateway.Address());
        var history = await late.AskAsync("""{"type":"history","channel":"voices","limit":50}""", "history");
        Assert.Contains(
            history.GetProperty("events").EnumerateArray(),
            @event => @event.GetProperty("type").GetString() == "voice_activated" && @event.GetProperty("data").GetProperty("voice").GetString() == "kain");
    }

    [Fact]
    public async Task A_page_that_opens_reads_the_voices_and_goes_on_from_their_position()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var client = await TestSocket.ConnectAsync(gateway.Address(ListenPort.Voices, "/ws"));
        await client.SendAsync("""{"type":"metrics","data":{"clarity":0.95}}""");
        await VoicesAsync(client, "pino", "hundun", "iskra");
        using var http = new HttpClient();
        var voices = await GetAsync(http, gateway.Http("/api/v2/voices"));
        Assert.Equal(14, voices.GetProperty("voices").GetArrayLength());
        var active = voices.GetProperty("voices").EnumerateArray().Where(voice => voice.GetProperty("active").GetBoolean()).Select(voice => voice.GetProperty("voice").GetString());
        Assert.Superset(new HashSet<string?> { "pino", "hundun", "iskra" }, active.ToHashSet());
        Assert.Equal(["pino", "hundun"], voices.GetProperty("synergies")[0].GetProperty("voices").EnumerateArray().Select(item => item.GetString()));
        Assert.True(voices.GetProperty("harmony").GetDouble() > 0);
        Assert.True(voices.GetProperty("position").GetProperty("seq").GetInt64() >= 3);
        var metrics = await http.GetStringAsync(gateway.Http("/metrics"), TestContext.Current.CancellationToken);
        Assert.Contains("websocket_voice_alerts_total{voice=\"pino\",severity=\"warning\"} 1", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transition_is_seen_on_the_seams_port_and_by_http()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var page = await TestSocket.ConnectAsync(gateway.Address(ListenPort.Seams, "/ws"));
        await page.AskAsync("""{"type":"metrics","data":{"clarity":0.75,"chaos":0.3,"trust":0.7,"pain":0.4}}""", "metrics_received");
        await page.SendAsync("""{"type":"metrics","data":{"clarity":0.75,"chaos":0.3,"trust":0.3,"pain":0.8}}""");
        var transition = (await page.ReceiveAsync("seam_transition")).GetProperty("data");
        Assert.Equal(("UNKNOWN", "CRISIS_MODE"), (transition.GetProperty("from").GetString(), transition.GetProperty("to").GetString()));
        using var http = new HttpClient();
        var seams = await GetAsync(http, gateway.Http("/api/v2/seams"));
        Assert.Equal("CRISIS_MODE", seams.GetProperty("state").GetString());
        Assert.Equal(6, seams.GetProperty("components").GetArrayLength());
        Assert.Equal("conflict_seam", seams.GetProperty("transitions")[0].GetProperty("seam").GetString());
    }

    [Fact]
    public async Task A_refused_frame_becomes_a_record_calls_maki_and_lets_alarm_speak()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var page = await TestSocket.ConnectAsync(gateway.Address());
        await page.SubscribeAsync("delta", "voices");
        await using var client = await TestSocket.ConnectAsync(gateway.Address());
        await client.AskAsync("no json", "error");
        var record = await RecordAsync(page, "protocol_violation");
        Assert.Equal("data_contract", record.GetProperty("seam_id").GetString());
        Assert.Equal(3, record.GetProperty("dimension").GetInt32());
        Assert.Equal(client.Session[..6], record.GetProperty("data").GetProperty("subject").GetString());
        Assert.DoesNotContain(client.Session, record.GetRawText(), StringComparison.Ordinal);
        using var http = new HttpClient();
        var found = await FindAsync(http, gateway, "event=protocol_violation&min_significance=0.7");
        Assert.Equal(record.GetProperty("id").GetString(), found.GetProperty("id").GetString());
        Assert.Equal("invalid_json", found.GetProperty("data").GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_session_that_continues_on_sse_has_fallen_back()
    {
        await using var gateway = await TestGateway.StartAsync();
        string session;
        await using (var socket = await TestSocket.ConnectAsync(gateway.Address()))
        {
            session = socket.Session;
            socket.Abort();
        }

        using var http = new HttpClient();
        using var stream = await http.GetStreamAsync(gateway.Http($"/api/v2/events/stream?session={session}"), TestContext.Current.CancellationToken)
            .WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        var record = await FindAsync(http, gateway, "event=fallback_activated");
        Assert.Equal("resilience_mechanisms", record.GetProperty("seam_id").GetString());
        await FindAsync(http, gateway, "event=reconnection_success");
        await FindAsync(http, gateway, "event=connection_established");
    }

    [Theory]
    [InlineData("event=sunrise", "event")]
    [InlineData("seam_id=here", "seam_id")]
    [InlineData("min_omega=2", "min_omega")]
    [InlineData("min_dimension=11", "min_dimension")]
    [InlineData("limit=1001", "limit")]
    [InlineData("before=x", "before")]
    [InlineData("from=yesterday", "from")]
    public async Task A_bad_filter_is_refused_by_its_name(string query, string field)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var http = new HttpClient();
        using var response = await http.GetAsync(gateway.Http("/api/v2/delta?" + query), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("invalid_field", field), (problem.RootElement.GetProperty("code").GetString(), problem.RootElement.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Recovering_details_the_logs_of_the_process()
    {
        await using var gateway = await TestGateway.StartAsync();
        var options = gateway.Services.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>();
        await using var client = await TestSocket.ConnectAsync(gateway.Address());
        await client.AskAsync("""{"type":"metrics","data":{"pain":0.65}}""", "action_executed");
        await Eventually.TrueAsync(() => IsDetailed(options), "the logs are detailed");
        Assert.True(gateway.Get<LoggingDetail>().IsRaised);
        // The service that raised it may still be at it, and raises it again every 5 s.
        await Eventually.TrueAsync(
            () =>
            {
                gateway.Get<LoggingDetail>().Set(false);
                return !IsDetailed(options);
            },
            "the logs are as configured");
    }

    private static bool IsDetailed(IOptionsMonitor<LoggerFilterOptions> options) =>
        options.CurrentValue.Rules.Any(rule => rule is { CategoryName: "Iskra", LogLevel: LogLevel.Debug });

    [Fact]
    public async Task A_flood_of_bad_frames_is_answered_and_counted_and_the_gateway_stays_quick()
    {
        const int Frames = 20_000;
        await using var gateway = await TestGateway.StartAsync(["--Gateway:MessagesPerSecond=100000", "--Gateway:MessageBurst=100000", "--Logging:LogLevel:Iskra=None"]);
        await using var client = await TestSocket.ConnectAsync(gateway.Address());
        await using var other = await TestSocket.ConnectAsync(gateway.Address());
        var reading = ReadErrorsAsync(client, Frames);
        for (var i = 0; i < Frames; i++) await client.SendAsync("{");
        await other.AskAsync("""{"type":"ping"}""", "pong");
        await reading;
        using var http = new HttpClient();
        var (records, counted) = (0, 0);
        await Eventually.TrueAsync(
            async () =>
            {
                var page = await GetAsync(http, gateway.Http("/api/v2/delta?event=protocol_violation&limit=1000"));
                var counts = page.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("data").GetProperty("count").GetInt32()).ToList();
                (records, counted) = (counts.Count, counts.Sum());
                return counted == Frames;
            },
            "every bad frame is counted");
        Assert.InRange(records, 2, 1_000);
    }

    private static async Task ReadErrorsAsync(TestSocket client, int count)
    {
        for (var i = 0; i < count; i++) await client.ReceiveAsync("error");
    }

    private static async Task<JsonElement> VoiceAsync(TestSocket page, string voice)
    {
        while (true)
        {
            var @event = await page.ReceiveAsync("voice_activated");
            if (@event.GetProperty("data").GetProperty("voice").GetString() == voice) return @event;
        }
    }

    /// <summary>Waits until all of them have spoken up; each announces for itself, so that their order says nothing.</summary>
    private static async Task VoicesAsync(TestSocket page, params string[] voices)
    {
        for (var silent = voices.ToHashSet(); silent.Count > 0;)
        {
            var @event = await page.ReceiveAsync("voice_activated");
            silent.Remove(@event.GetProperty("data").GetProperty("voice").GetString()!);
        }
    }

    private static async Task<JsonElement> RecordAsync(TestSocket page, string type)
    {
        while (true)
        {
            var @event = await page.ReceiveAsync("delta_event");
            if (@event.GetProperty("data").GetProperty("event").GetString() == type) return @event.GetProperty("data");
        }
    }

    private static async Task<JsonElement> FindAsync(HttpClient http, TestGateway gateway, string query)
    {
        var found = default(JsonElement);
        await Eventually.TrueAsync(
            async () =>
            {
                var records = (await GetAsync(http, gateway.Http("/api/v2/delta?" + query))).GetProperty("records");
                if (records.GetArrayLength() > 0) found = records[0];
                return found.ValueKind == JsonValueKind.Object;
            },
            $"a record with {query} is found");
        return found;
    }

    private static async Task<JsonElement> GetAsync(HttpClient http, Uri address)
    {
        using var document = JsonDocument.Parse(await http.GetStringAsync(address, TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }
}
