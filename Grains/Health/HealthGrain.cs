using System.Collections.Immutable;
using Iskra.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Iskra.Health;

/// <summary>
/// The connection layer as a whole. It measures when gateways report, so that there is nothing to do and nothing to store while
/// none does; its samples take the same way as everybody's.
/// </summary>
[Reentrant]
[GrainType("health")]
public sealed partial class HealthGrain : Grain, IHealthGrain
{
    /// <summary>How often it measures, as long as gateways report.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How much earlier than <see cref="Interval"/> a report may come and still be measured; timers are not exact.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(500);

    private readonly HealthWindow _window = new();
    private readonly TimeProvider _time;
    private readonly ILogger<HealthGrain> _logger;
    private readonly long _origin;
    private HealthAlert _alert = null!;
    private StoreWatch _store = null!;
    private TimeSpan? _measuredAt;

    /// <summary>Made by the engine.</summary>
    public HealthGrain(TimeProvider time, ILogger<HealthGrain> logger)
    {
        _time = time;
        _logger = logger;
        _origin = time.GetTimestamp();
    }

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _alert = new HealthAlert(GrainFactory);
        _store = new StoreWatch(GrainContext.ActivationServices.GetService<IStoreHealth>(), GrainFactory, _time);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task Report(GatewayCounts counts)
    {
        var now = _time.GetElapsedTime(_origin);
        if (!_window.Add(counts, now)) LogLeftOut(_logger, counts.Gateway, HealthWindow.MaxGateways);
        if (_measuredAt is { } last && now - last < Interval - Slack) return;
        _measuredAt = now;

        // A store that does not answer keeps nobody waiting who reports.
        _ = WatchStoreAsync();
        var summary = _window.Summarize(now);
        await MeasureAsync(summary);
        await TellAsync(summary);
    }

    private async Task WatchStoreAsync()
    {
        try
        {
            await _store.AskAsync();
        }
#pragma warning disable CA1031 // It is told with the next measurement.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotTold(_logger, failure);
        }
    }

    private async Task TellAsync(HealthSummary summary)
    {
        try
        {
            await _alert.TakeAsync(summary, _time.GetUtcNow());
        }
#pragma warning disable CA1031 // It is told with the next measurement; the gateway that reported has no part in it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotTold(_logger, failure);
        }
    }

    private async Task MeasureAsync(HealthSummary summary)
    {
        var at = _time.GetUtcNow();
        var samples = ImmutableArray.CreateBuilder<Sample>(SloMetric.Measured.Length);
        Add(SloMetric.ConnectionLatencyMs, summary.LatencyMs);
        Add(SloMetric.AvailabilityPercent, summary.AvailabilityPercent);
        Add(SloMetric.ErrorRatePercent, summary.ErrorRatePercent);
        if (samples.Count == 0) return;
        try
        {
            await GrainFactory.GetGrain<ISampleIntakeGrain>(0).Store(samples.ToImmutable(), stamped: true);
        }
#pragma warning disable CA1031 // What the gateway reported is counted; that it could not be stored is no fault of the gateway.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotStored(_logger, failure);
        }

        void Add(string metric, double? value)
        {
            if (value is { } number) samples.Add(new Sample(metric, number, at, SloMetric.OwnSource));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Gateway {Gateway} is left out of the health of the connections: {Max} are followed already.")]
    private static partial void LogLeftOut(ILogger logger, string gateway, int max);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The health of the connections could not be told.")]
    private static partial void LogNotTold(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The health of the connections could not be stored.")]
    private static partial void LogNotStored(ILogger logger, Exception failure);
}
