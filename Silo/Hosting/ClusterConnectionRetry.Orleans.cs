using Microsoft.Extensions.Logging;

namespace Iskra.Silo.Hosting;

/// <summary>Tries to reach the cluster for as long as the gateway runs, whatever the reason is that it is not there.</summary>
internal sealed partial class ClusterConnectionRetry(TimeProvider time, ILogger<ClusterConnectionRetry> logger) : IClientConnectionRetryFilter
{
    /// <summary>The time between two tries.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>One of this many tries is logged.</summary>
    private const int LogEvery = 20;

    private int _tries;

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (_tries++ % LogEvery == 0) LogWaiting(exception.Message);
        await Task.Delay(Interval, time, cancellationToken);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting for a silo of the cluster: {Reason}")]
    private partial void LogWaiting(string reason);
}
