using Iskra.Gateway.Hosting;
using Iskra.Metrics;

namespace Iskra.Gateway.Observability;

/// <summary>
/// Asks the cluster and the store whether they answer. Each is asked at most once a second, whoever wants to know and however
/// often, and has 2 s.
/// </summary>
public sealed class Readiness(IServiceProvider services, DrainState drain, TimeProvider time)
{
    /// <summary>Time that the cluster and the store have for an answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<ReadinessReport>? _report;
    private long _askedAt;

    /// <summary>The newest report, at most a second old.</summary>
    public async Task<ReadinessReport> ReadAsync()
    {
        Task<ReadinessReport> report;
        lock (_lock)
        {
            if (_report is null || (_report.IsCompleted && time.GetElapsedTime(_askedAt) >= MaxAge))
            {
                _report = AskAsync();
                _askedAt = time.GetTimestamp();
            }

            report = _report;
        }

        return (await report) with { IsDraining = drain.IsDraining };
    }

    private async Task<ReadinessReport> AskAsync()
    {
        var cluster = MeasureAsync(AskClusterAsync);
        var store = MeasureAsync(AskStoreAsync);
        return new ReadinessReport(await cluster, await store, drain.IsDraining);
    }

    private async Task<TimeSpan?> MeasureAsync(Func<CancellationToken, Task<TimeSpan?>> ask)
    {
        using var bound = new CancellationTokenSource(Timeout, time);
        try
        {
            return await ask(bound.Token).WaitAsync(Timeout, time);
        }
        catch (Exception)
        {
            // Whatever the reason: it did not answer, and the grain or the store has logged why.
            return null;
        }
    }

    private async Task<TimeSpan?> AskClusterAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await services.GetRequiredService<IClusterClient>().GetGrain<IPulseGrain>("pulse").Current().WaitAsync(cancellationToken);
        return time.GetElapsedTime(started);
    }

    private Task<TimeSpan?> AskStoreAsync(CancellationToken cancellationToken) =>
        services.GetRequiredService<IStoreHealth>().ProbeAsync(cancellationToken);
}
