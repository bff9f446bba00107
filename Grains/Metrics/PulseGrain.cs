using System.Globalization;
using Iskra.Channels;
using Microsoft.Extensions.Logging;

namespace Iskra.Metrics;

/// <summary>
/// The summary of all metrics. It asks them when it is asked or shown; a metric that does not answer in time is shown with the
/// value it had before, and is asked again only when it has answered.
/// </summary>
[GrainType("pulse")]
public sealed partial class PulseGrain : Grain, IPulseGrain
{
    /// <summary>Longest wait for the metrics to answer.</summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromMilliseconds(250);

    private readonly MetricSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<PulseGrain> _logger;
    private readonly PulseRoster _roster = new();
    private readonly Dictionary<string, MetricReading> _readings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly long _origin;
    private LivePublisher _live = null!;
    private long _shown;

    /// <summary>Made by the engine.</summary>
    public PulseGrain(MetricSettings settings, TimeProvider time, ILogger<PulseGrain> logger)
    {
        _settings = settings;
        _time = time;
        _logger = logger;
        _origin = time.GetTimestamp();
    }

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var channel = GrainFactory.GetGrain<IChannelGrain>(ChannelName.Pulse);
        _live = new LivePublisher(this, channel, _settings.PublishInterval, Compose, _time, _logger);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _live.Stop();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task Include(string metric)
    {
        if (_settings.Declarations.Contains(metric)) return Task.CompletedTask;
        if (_roster.Include(metric, _time.GetElapsedTime(_origin)) is { } gone) _readings.Remove(gone);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<MetricReading>> Current()
    {
        await RefreshAsync();

        // An array, since the list that a collection expression makes of an interface is unknown to serializers.
        return Readings().OrderBy(reading => reading.Metric, StringComparer.Ordinal).ToArray();
    }

    /// <inheritdoc />
    public Task Watch(TimeSpan lease)
    {
        _live.Watch(lease);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task Pace(TimeSpan interval, TimeSpan lease)
    {
        _live.Pace(interval, lease);
        foreach (var metric in Names().ToList())
        {
            try
            {
                await GrainFactory.GetGrain<IMetricGrain>(metric).Pace(interval, lease).WaitAsync(ReadTimeout, _time);
            }
#pragma warning disable CA1031 // A metric that cannot be told now is told with the next renewal.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogUnread(_logger, failure, metric);
            }
        }
    }

    private async ValueTask<EventDraft?> Compose(DateTimeOffset now)
    {
        await RefreshAsync();
        var readings = Readings().ToList();
        var id = string.Create(CultureInfo.InvariantCulture, $"pulse-{now.UtcTicks}-{++_shown}");
        return new EventDraft(
            id, "pulse", now.ToUnixTimeMilliseconds(), "metrics", MetricJson.Pulse(readings, TrafficLight.Of(readings)));
    }

    private IEnumerable<string> Names() => _settings.Declarations.All.Select(declaration => declaration.Name).Concat(_roster.Metrics);

    private IEnumerable<MetricReading> Readings() =>
        Names().Select(name => _readings.GetValueOrDefault(name)).OfType<MetricReading>();

    private async Task RefreshAsync()
    {
        var answers = Names().Where(name => !_asked.Contains(name)).ToList().ConvertAll(AskAsync);
        try
        {
            await Task.WhenAll(answers).WaitAsync(ReadTimeout, _time);
        }
        catch (TimeoutException)
        {
            LogSlow(_logger, _asked.Count);
        }
    }

    private async Task AskAsync(string metric)
    {
        _asked.Add(metric);
        try
        {
            if (await GrainFactory.GetGrain<IMetricGrain>(metric).Current() is { } reading) _readings[metric] = reading;
        }
#pragma warning disable CA1031 // A metric that cannot be asked now is shown as it was.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogUnread(_logger, failure, metric);
        }
        finally
        {
            _asked.Remove(metric);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} metrics did not answer in time for the summary.")]
    private static partial void LogSlow(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Metric {Metric} could not be read for the summary.")]
    private static partial void LogUnread(ILogger logger, Exception failure, string metric);
}
