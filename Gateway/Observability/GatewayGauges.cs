using Iskra.Gateway.Hosting;

namespace Iskra.Gateway.Observability;

/// <summary>The state of this gateway as metrics: its limits, its circuit breaker, and whether what it needs answers.</summary>
public sealed class GatewayGauges
{
    private readonly Readiness _readiness;
    private readonly Gauge _ready;
    private readonly MetricFamily<Gauge> _up;
    private readonly MetricFamily<Gauge> _latency;

    /// <summary>Declares the metrics in a registry.</summary>
    public GatewayGauges(
        MetricRegistry registry, ILiveCounts live, GatewayOptions options, DrainState drain, Readiness readiness)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _readiness = readiness;
        registry.Measure("realtime_connections_limit", "Live connections that this gateway takes at most.", () => options.MaxConnections);
        registry.Measure("realtime_channels_active", "Channels with at least one subscriber on this gateway.", () => live.Channels);
        registry.Measure(
            "realtime_circuit_breaker_open", "1 while requests to the cluster are refused at once, else 0.", () => live.Breaker == "open" ? 1 : 0);
        registry.Measure("realtime_draining", "1 while this gateway is stopping, else 0.", () => drain.IsDraining ? 1 : 0);
        _ready = registry.Gauge("realtime_ready", "1 while this gateway should be given work, else 0.").With();
        _up = registry.Gauge("realtime_component_up", "1 while the component answers, else 0.", "component");
        _latency = registry.Gauge("realtime_component_latency_seconds", "Time that the component took for its last answer.", "component");
    }

    /// <summary>Asks the cluster and the store, before the metrics are written.</summary>
    public async Task RefreshAsync()
    {
        var report = await _readiness.ReadAsync();
        _ready.Value = report.IsReady ? 1 : 0;
        Set("cluster", report.Cluster);
        Set("store", report.Store);
    }

    private void Set(string component, TimeSpan? answer)
    {
        _up.With(component).Value = answer is null ? 0 : 1;
        if (answer is { } taken) _latency.With(component).Value = taken.TotalSeconds;
    }
}
