using System.Collections.Immutable;
using Iskra.Voices;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Iskra.Metrics;

/// <summary>
/// Stores samples, then tells the metrics and the chorus. Once they are stored the answer is yes, whatever becomes of the metrics: for one that
/// cannot be told in time the answer holds what its declaration says about the newest of these samples, and the metric itself
/// starts from the newest stored sample when it runs again.
/// </summary>
[StatelessWorker, Reentrant]
[GrainType("sample-intake")]
public sealed partial class SampleIntakeGrain(
    IMetricStore store,
    MetricSettings settings,
    TimeProvider time,
    ILogger<SampleIntakeGrain> logger) : Grain, ISampleIntakeGrain
{
    /// <summary>Longest wait for the store.</summary>
    public static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for the metrics.</summary>
    public static readonly TimeSpan ObserveTimeout = TimeSpan.FromSeconds(1);

    /// <summary>When a refused caller should try again, in seconds.</summary>
    public const double RetryAfterSeconds = 1;

    private ChorusFeed? _chorus;

    /// <inheritdoc />
    public async Task<ImmutableArray<MetricReading>> Store(ImmutableArray<Sample> samples, bool stamped)
    {
        if (samples.IsDefaultOrEmpty) return [];
        if (SampleRules.CountFault(samples.Length, SampleRules.MaxPerCall) is { } fault) throw fault.ToException();
        await WriteAsync(samples);
        var newest = NewestSamples.Of(samples);
        _chorus ??= new ChorusFeed(GrainFactory.GetGrain<IChorusGrain>(VoiceName.IskraChoir), time, logger);
        var heard = _chorus.TellAsync(new MetricStep(newest, stamped));
        var readings = await Task.WhenAll(newest.Select(sample => ObserveAsync(sample, stamped)));
        await heard;
        return [.. readings];
    }

    private async Task WriteAsync(ImmutableArray<Sample> samples)
    {
        using var bound = new CancellationTokenSource(StoreTimeout, time);
        try
        {
            await store.WriteAsync(samples, bound.Token).WaitAsync(bound.Token);
        }
        catch (StoreUnavailableException away)
        {
            LogStoreAway(logger, away, samples.Length);
            throw Refuse("The samples were not stored: the store is away or behind.");
        }
        catch (OperationCanceledException late) when (bound.IsCancellationRequested)
        {
            LogStoreAway(logger, late, samples.Length);
            throw Refuse($"The samples were not acknowledged: the store took longer than {StoreTimeout.TotalSeconds} s.");
        }
    }

    private async Task<MetricReading> ObserveAsync(Sample sample, bool stamped)
    {
        try
        {
            return await GrainFactory.GetGrain<IMetricGrain>(sample.Metric).Observe(sample, stamped).WaitAsync(ObserveTimeout, time);
        }
#pragma warning disable CA1031 // The sample is stored; nothing that happens here may deny it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotObserved(logger, failure, sample.Metric);
            return settings.Declarations.Of(sample.Metric).Read(sample);
        }
    }

    private static RefusedException Refuse(string message) => new(ErrorCode.Overloaded, message + " Try again.", RetryAfterSeconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} samples were refused because the store is away or behind.")]
    private static partial void LogStoreAway(ILogger logger, Exception reason, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Metric {Metric} was not told of a stored sample.")]
    private static partial void LogNotObserved(ILogger logger, Exception failure, string metric);
}
