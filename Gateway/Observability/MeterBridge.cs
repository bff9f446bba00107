using System.Diagnostics.Metrics;

namespace Iskra.Gateway.Observability;

/// <summary>
/// Brings the instruments of <see cref="BridgedInstruments"/> into the metrics of this process. It listens from before the first
/// service starts, so that what is counted up and down is counted from the beginning.
/// </summary>
public sealed class MeterBridge : IHostedLifecycleService, IDisposable
{
    private readonly IMeterFactory _meters;
    private readonly MeterListener _listener = new();
    private readonly Lock _reading = new();
    private readonly Dictionary<(string Meter, string Instrument), object> _targets = [];
    private readonly HashSet<BridgedFamily> _observed = [];

    /// <summary>Declares the families; nothing is counted before the start.</summary>
    /// <param name="registry">Where they are shown.</param>
    /// <param name="meters">The factory of this host; instruments that another host of the same process made are left alone.</param>
    public MeterBridge(MetricRegistry registry, IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _meters = meters;
        foreach (var instrument in BridgedInstruments.All)
        {
            _targets[(instrument.Meter, instrument.Instrument)] = instrument.Type == "histogram"
                ? registry.Histogram(instrument.Name, instrument.Help, Histogram.DeliveryBoundsSeconds).With()
                : registry.Add(new BridgedFamily(instrument));
        }

        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<double>((source, value, tags, state) => Take(source, state, value, tags));
        _listener.SetMeasurementEventCallback<float>((source, value, tags, state) => Take(source, state, value, tags));
        _listener.SetMeasurementEventCallback<long>((source, value, tags, state) => Take(source, state, value, tags));
        _listener.SetMeasurementEventCallback<int>((source, value, tags, state) => Take(source, state, value, tags));
    }

    /// <summary>Asks the instruments that only answer when asked, before the metrics are written.</summary>
    public void Refresh()
    {
        lock (_reading)
        {
            _listener.RecordObservableInstruments();
            foreach (var family in _observed) family.Publish();
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Scope is { } scope && !ReferenceEquals(scope, _meters)) return;
        if (!_targets.TryGetValue((instrument.Meter.Name, instrument.Name), out var target)) return;
        if (instrument.IsObservable && target is BridgedFamily family)
        {
            lock (_reading) _observed.Add(family);
        }

        listener.EnableMeasurementEvents(instrument, target);
    }

    private static void Take(Instrument source, object? target, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (target is BridgedFamily family)
        {
            if (source.IsObservable) family.Observe(value, tags);
            else family.Add(value, tags);
        }
        else if (target is Histogram histogram) histogram.Observe((long)(value * 1e6));
    }
}
