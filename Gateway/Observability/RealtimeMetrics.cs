using System.Collections.Concurrent;
using Iskra.Health;

namespace Iskra.Gateway.Observability;

/// <summary>
/// The metrics of the live layer under the names of protocol section 8, and what the gateway reports about itself to the cluster.
/// Everything here is safe from any thread and cheap enough for every delivery.
/// </summary>
public sealed class RealtimeMetrics
{
    private readonly TimeProvider _time;
    private readonly MetricFamily<Counter> _events;
    private readonly MetricFamily<Counter> _errors;
    private readonly MetricFamily<Counter> _socketErrors;
    private readonly MetricFamily<Gauge> _avgLatency;
    private readonly MetricFamily<Gauge> _maxLatency;
    private readonly Counter _reconnects;
    private readonly Counter _framesTotal;
    private readonly Counter _framesRefusedTotal;
    private readonly Counter _heartbeatsAnsweredTotal;
    private readonly Counter _heartbeatsMissedTotal;
    private readonly ConcurrentDictionary<string, EndpointMetrics> _endpoints = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RoundTripWindow> _windows = new(StringComparer.Ordinal);
    private readonly EventRate _rate;
    private readonly long _origin;

    // Age of all open connections together = open × now − sum of their starts.
    private long _open;
    private long _peak;
    private long _startSumUs;
    private long _accepted;
    private long _failed;
    private long _frames;
    private long _frameErrors;
    private long _roundTrips;
    private long _roundTripTotalUs;
    private long _heartbeatsMissed;

    /// <summary>Declares the metrics in a registry.</summary>
    public RealtimeMetrics(MetricRegistry registry, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _origin = time.GetTimestamp();
        registry.Measure("realtime_connections_active", "Live connections open now.", () => Open);
        _events = registry.Counter("realtime_events_total", "Events delivered to live connections, by type.", "type");
        EventLatency = registry.Histogram(
            "realtime_event_latency_seconds",
            "Time from acceptance of an event by the cluster to its write to a connection.",
            Histogram.DeliveryBoundsSeconds).With();
        _errors = registry.Counter("realtime_errors_total", "Errors answered to clients, by code.", "error_type");
        _framesTotal = registry.Counter("realtime_frames_total", "Frames received from clients.").With();
        _framesRefusedTotal = registry.Counter("realtime_frames_refused_total", "Frames answered with an error.").With();
        _reconnects = registry.Counter("realtime_reconnect_total", "Sessions that continued after their connection was lost.").With();
        registry.Measure("realtime_connection_uptime", "Mean age in seconds of the live connections open now.", MeanAgeSeconds);
        _rate = new EventRate(time);
        registry.Measure("realtime_events_per_second", "Events delivered a second, over the last 5 to 10 seconds.", () => _rate.Read(EventsDelivered));
        Connections = registry.Counter("websocket_connections_total", "Live connections by what became of them.", "state", "endpoint");
        _avgLatency = registry.Gauge("websocket_avg_latency_seconds", "Mean heartbeat round trip over the last minutes.", "endpoint");
        _maxLatency = registry.Gauge("websocket_max_latency_seconds", "Largest heartbeat round trip over the last minutes.", "endpoint");
        _socketErrors = registry.Counter("websocket_errors_total", "Connections that ended badly, by reason.", "error_type");
        Reconnections = registry.Counter("websocket_reconnections_total", "Sessions that continued after their connection was lost.", "endpoint");
        var heartbeats = registry.Counter("websocket_heartbeats_total", "Heartbeats of live connections, by whether they were answered in time.", "result");
        _heartbeatsAnsweredTotal = heartbeats.With("answered");
        _heartbeatsMissedTotal = heartbeats.With("missed");
        VoiceAlerts = registry.Counter("websocket_voice_alerts_total", "Voices that spoke up.", "voice", "severity");
    }

    /// <summary>Time from acceptance of an event by the cluster to its write to a connection, in microseconds when observed.</summary>
    public Histogram EventLatency { get; }

    /// <summary>Voices that spoke up, by voice and severity.</summary>
    public MetricFamily<Counter> VoiceAlerts { get; }

    /// <summary>Live connections open now.</summary>
    public long Open => Interlocked.Read(ref _open);

    /// <summary>Most live connections that were open at once.</summary>
    public long Peak => Interlocked.Read(ref _peak);

    /// <summary>Events delivered since the start.</summary>
    public long EventsDelivered => _events.Series().Sum(series => series.Value.Value);

    /// <summary>Connections that ended badly since the start.</summary>
    public long ConnectionErrors => _socketErrors.Series().Sum(series => series.Value.Value);

    internal MetricFamily<Counter> Connections { get; }

    internal MetricFamily<Counter> Reconnections { get; }

    /// <summary>The counter of delivered events of a type; keep it with the event and add to it once a delivery.</summary>
    public Counter EventsOf(string type) => _events.With(type);

    /// <summary>What is counted for the connections of an endpoint: <c>pulse</c>, <c>seams</c>, <c>voices</c>, <c>dashboard</c>, <c>sse</c>, …</summary>
    public EndpointMetrics Endpoint(string endpoint) =>
        _endpoints.GetOrAdd(endpoint, name => new EndpointMetrics(this, name, _windows.GetOrAdd(name, _ => new RoundTripWindow(_time))));

    /// <summary>A frame was received.</summary>
    public void FrameReceived()
    {
        Interlocked.Increment(ref _frames);
        _framesTotal.Increment();
    }

    /// <summary>A request that is no frame was answered with a problem.</summary>
    /// <param name="code">One of <see cref="ErrorCode"/>.</param>
    public void RequestRefused(string code) => _errors.With(code).Increment();

    /// <summary>A frame was answered with an error.</summary>
    /// <param name="code">One of <see cref="ErrorCode"/>.</param>
    public void ErrorAnswered(string code)
    {
        Interlocked.Increment(ref _frameErrors);
        _framesRefusedTotal.Increment();
        _errors.With(code).Increment();
    }

    /// <summary>A connection ended badly.</summary>
    /// <param name="reason"><c>heartbeat_missed</c>, <c>slow_consumer</c>, <c>reset</c>, <c>protocol</c> …: a fixed word, never text from outside.</param>
    public void ConnectionError(string reason) => _socketErrors.With(reason).Increment();

    /// <summary>A heartbeat was not answered in time.</summary>
    public void HeartbeatMissed()
    {
        Interlocked.Increment(ref _heartbeatsMissed);
        _heartbeatsMissedTotal.Increment();
    }

    /// <summary>What was counted since the last call, for <see cref="IHealthGrain"/>.</summary>
    /// <param name="gateway">Id of this gateway.</param>
    public GatewayCounts TakeCounts(string gateway) => new(
        gateway,
        Interlocked.Exchange(ref _accepted, 0),
        Interlocked.Exchange(ref _failed, 0),
        Open,
        Interlocked.Exchange(ref _frames, 0),
        Interlocked.Exchange(ref _frameErrors, 0),
        Interlocked.Exchange(ref _roundTrips, 0),
        Interlocked.Exchange(ref _roundTripTotalUs, 0) / 1e3,
        Interlocked.Exchange(ref _heartbeatsMissed, 0));

    /// <summary>Brings the gauges that are derived from windows up to date, before they are read.</summary>
    public void Refresh()
    {
        foreach (var (endpoint, window) in _windows)
        {
            var (avg, max) = window.Read();
            _avgLatency.With(endpoint).Value = avg;
            _maxLatency.With(endpoint).Value = max;
        }
    }

    /// <summary>Mean heartbeat round trip of some endpoints over the last minutes, in seconds.</summary>
    public double AvgRoundTripSeconds(params ReadOnlySpan<string> endpoints)
    {
        double sum = 0;
        var count = 0;
        foreach (var endpoint in endpoints)
        {
            if (!_windows.TryGetValue(endpoint, out var window)) continue;
            var (avg, max) = window.Read();
            if (max <= 0) continue;
            sum += avg;
            count++;
        }

        return count == 0 ? 0 : sum / count;
    }

    internal void ConnectionOpened(long timestamp)
    {
        Interlocked.Increment(ref _accepted);
        Interlocked.Add(ref _startSumUs, SinceOriginUs(timestamp));
        var open = Interlocked.Increment(ref _open);
        long peak;
        while (open > (peak = Peak) && Interlocked.CompareExchange(ref _peak, open, peak) != peak)
        {
        }
    }

    internal void ConnectionClosed(long acceptedTimestamp, bool hasFailed)
    {
        Interlocked.Decrement(ref _open);
        Interlocked.Add(ref _startSumUs, -SinceOriginUs(acceptedTimestamp));
        if (hasFailed) Interlocked.Increment(ref _failed);
    }

    internal void Reconnected() => _reconnects.Increment();

    internal void RoundTrip(TimeSpan roundTrip)
    {
        _heartbeatsAnsweredTotal.Increment();
        Interlocked.Increment(ref _roundTrips);
        Interlocked.Add(ref _roundTripTotalUs, (long)(roundTrip.TotalMilliseconds * 1e3));
    }

    private double MeanAgeSeconds()
    {
        var open = Open;
        if (open <= 0) return 0;
        var totalUs = (open * SinceOriginUs(_time.GetTimestamp())) - Interlocked.Read(ref _startSumUs);
        return Math.Max(0, totalUs / 1e6 / open);
    }

    private long SinceOriginUs(long timestamp) => (long)(_time.GetElapsedTime(_origin, timestamp).TotalMilliseconds * 1e3);
}
