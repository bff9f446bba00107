using Iskra.Voices;

namespace Iskra.Gateway.Observability;

/// <summary>
/// Wakes the chorus every 5 s, so that it comes back wherever it died, and does in this process what automatic actions ask of
/// every process.
/// </summary>
public sealed partial class ChorusAttendant(
    IClusterClient cluster, LoggingDetail detail, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ChorusAttendant> logger) : BackgroundService
{
    /// <summary>Time between two calls.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How long the cluster has for one.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            await lifetime.WaitForStartAsync(stoppingToken);
            do
            {
                await AttendAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task AttendAsync(CancellationToken cancellationToken)
    {
        try
        {
            var orders = await cluster.GetGrain<IChorusGrain>(VoiceName.IskraChoir).Attend().WaitAsync(Timeout, time, cancellationToken);
            var isRaised = time.GetUtcNow() < orders.DetailUntil;
            if (isRaised != detail.IsRaised) LogDetail(isRaised);
            detail.Set(isRaised);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Five seconds later it is asked again.
            LogNotAttended(problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Detailed logs by an automatic action: {IsRaised}.")]
    private partial void LogDetail(bool isRaised);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The chorus could not be asked.")]
    private partial void LogNotAttended(Exception problem);
}
