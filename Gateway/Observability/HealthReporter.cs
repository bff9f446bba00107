using Iskra.Gateway.Sessions;
using Iskra.Health;
using Iskra.Silo.Hosting;

namespace Iskra.Gateway.Observability;

/// <summary>Tells the cluster every 5 s what this gateway counted, so that it can measure itself (domain section 1).</summary>
public sealed partial class HealthReporter(
    IClusterClient cluster, ClusterPresence presence, GatewayIdentity gateway, RealtimeMetrics metrics, TimeProvider time, ILogger<HealthReporter> logger)
    : PeriodicService(Interval, time)
{
    /// <summary>Time between two reports.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How long the cluster has for one.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    protected override bool RunsAtStart => false;

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        metrics.Refresh();
        if (!presence.IsReached) return;
        var counts = metrics.TakeCounts(gateway.Id);
        await cluster.GetGrain<IHealthGrain>("connections").Report(counts).WaitAsync(Timeout, _time, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Failed(Exception failure)
    {
        // What was counted is lost; the figures are about the last minute and recover by themselves.
        LogNotReported(failure);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The counts of this gateway could not be reported to the cluster.")]
    private partial void LogNotReported(Exception problem);
}
