using Iskra.Voices;

namespace Iskra.Gateway.Observability;

/// <summary>
/// Wakes the chorus every 5 s, so that it comes back wherever it died, and does in this process what automatic actions ask of
/// every process.
/// </summary>
public sealed partial class ChorusAttendant(
    IClusterClient cluster, LoggingDetail detail, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ChorusAttendant> logger)
    : PeriodicService(Interval, time)
{
    /// <summary>Time between two calls.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How long the cluster has for one.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    protected override Task WaitToBeginAsync(CancellationToken cancellationToken) => lifetime.WaitForStartAsync(cancellationToken);

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var orders = await cluster.GetGrain<IChorusGrain>(VoiceName.IskraChoir).Attend().WaitAsync(Timeout, _time, cancellationToken);
        var isRaised = _time.GetUtcNow() < orders.DetailUntil;
        if (isRaised != detail.IsRaised) LogDetail(isRaised);
        detail.Set(isRaised);
    }

    /// <inheritdoc/>
    protected override void Failed(Exception failure) => LogNotAttended(failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Detailed logs by an automatic action: {IsRaised}.")]
    private partial void LogDetail(bool isRaised);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The chorus could not be asked.")]
    private partial void LogNotAttended(Exception problem);
}
