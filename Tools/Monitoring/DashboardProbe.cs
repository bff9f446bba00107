using System.Net.WebSockets;
using System.Text.Json;
using Iskra.Tools.Wire;

namespace Iskra.Tools.Monitoring;

/// <summary>Checks one dashboard the way a client uses it: connect, ping, subscribe, report a metric, heartbeat.</summary>
internal sealed class DashboardProbe(Dashboard dashboard, string? token, TimeSpan stepLimit, TimeProvider time)
{
    /// <summary>Most milliseconds from the first byte to <c>connection_established</c>.</summary>
    public const double ConnectLimitMs = 500;

    /// <summary>Milliseconds that connecting should take.</summary>
    public const double ConnectTargetMs = 185;

    /// <summary>Most milliseconds from <c>ping</c> to <c>pong</c>.</summary>
    public const double PingLimitMs = 200;

    /// <summary>Most milliseconds from <c>subscribe</c> to <c>subscribed</c>.</summary>
    public const double SubscribeLimitMs = 220;

    /// <summary>Most milliseconds from <c>metrics</c> to <c>metrics_received</c>: by then the sample is stored.</summary>
    public const double MetricsLimitMs = 250;

    /// <summary>Most milliseconds from <c>heartbeat</c> to <c>heartbeat_ack</c>.</summary>
    public const double HeartbeatLimitMs = 200;

    /// <summary>The metric that the probe reports: the latency that it has just measured, so that the sample is a true one.</summary>
    public const string ProbeMetric = "monitor_latency_ms";

    private readonly List<ProbeCheck> _checks = [];
    private FrameClient? _client;

    /// <summary>Runs the checks in order. A check that fails does not stop the others as long as there is a connection.</summary>
    public async Task<IReadOnlyList<ProbeCheck>> RunAsync(CancellationToken cancellation)
    {
        await CheckAsync("connect", ConnectLimitMs, ConnectTargetMs, ConnectAsync, cancellation);
        if (_client is null)
        {
            return _checks;
        }

        await using (_client)
        {
            await CheckAsync("ping", PingLimitMs, null, PingAsync, cancellation);
            await CheckAsync("subscribe", SubscribeLimitMs, null, SubscribeAsync, cancellation);
            await CheckAsync("metrics", MetricsLimitMs, null, ReportAsync, cancellation);
            await CheckAsync("heartbeat", HeartbeatLimitMs, null, HeartbeatAsync, cancellation);
        }

        return _checks;
    }

    private async Task CheckAsync(string name, double limitMs, double? targetMs, Func<CancellationToken, Task<string?>> step, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(stepLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var started = time.GetTimestamp();
        double? latencyMs = null;
        string? message;
        try
        {
            message = await step(either.Token);
            latencyMs = time.GetElapsedTime(started).TotalMilliseconds;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            message = FormattableString.Invariant($"no answer within {stepLimit.TotalSeconds:0.#} s");
        }
        catch (Exception exception) when (exception is WebSocketException or FrameException or HttpRequestException)
        {
            message = exception.GetBaseException().Message;
        }

        _checks.Add(new ProbeCheck(dashboard.Name, name, latencyMs, limitMs, targetMs, message));
    }

    private async Task<string?> ConnectAsync(CancellationToken cancellation)
    {
        _client = await FrameClient.ConnectAsync(dashboard.Address, token, null, cancellation);
        var name = _client.Greeting.TryGetProperty("dashboard", out var served) ? served.GetString() : null;
        return name == dashboard.Name ? null : $"the server calls itself '{name}' there";
    }

    private async Task<string?> PingAsync(CancellationToken cancellation)
    {
        var sentMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var pong = await _client!.RequestAsync("ping", "pong", writer => writer.WriteNumber("timestamp", sentMs), cancellation);
        return pong.TryGetProperty("timestamp", out var returned) && returned.ValueKind == JsonValueKind.Number && returned.GetDouble() == sentMs
            ? null
            : "the pong carries another timestamp than the ping";
    }

    private async Task<string?> SubscribeAsync(CancellationToken cancellation)
    {
        var subscribed = await _client!.RequestAsync("subscribe", "subscribed", WriteChannels, cancellation);
        var status = subscribed.TryGetProperty("status", out var value) ? value.GetString() : null;
        return status == "ok" ? null : $"the status is '{status}'";

        void WriteChannels(Utf8JsonWriter writer)
        {
            writer.WriteStartArray("channels");
            writer.WriteStringValue(dashboard.Name);
            writer.WriteStringValue("clarity");
            writer.WriteEndArray();
        }
    }

    private async Task<string?> ReportAsync(CancellationToken cancellation)
    {
        var latencyMs = _checks.LastOrDefault(check => check.LatencyMs is not null)?.LatencyMs ?? 0;
        var received = await _client!.RequestAsync("metrics", "metrics_received", WriteData, cancellation);
        var status = received.TryGetProperty("status", out var value) ? value.GetString() : null;
        return status == "ok" ? null : $"the status is '{status}'";

        void WriteData(Utf8JsonWriter writer)
        {
            writer.WriteStartObject("data");
            writer.WriteNumber(ProbeMetric, Math.Round(latencyMs, 3));
            writer.WriteEndObject();
            writer.WriteString("source", "monitor");
        }
    }

    private async Task<string?> HeartbeatAsync(CancellationToken cancellation)
    {
        await _client!.RequestAsync("heartbeat", "heartbeat_ack", null, cancellation);
        return null;
    }
}
