using Iskra.Alerts;

namespace Iskra.Gateway.Hosting;

/// <summary>
/// Reads alertmanager.yml again when that is asked for, in every process: who is asked reads and checks it, tells the others through
/// <see cref="IAlertReloadGrain"/>, and these look every 5 s. A file that is broken changes nothing.
/// </summary>
public sealed partial class AlertReloader(
    LiveAlertSettings settings, IClusterClient cluster, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<AlertReloader> logger) : BackgroundService
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How long the cluster has for an answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    // A process reads the file a little before it looks for the first time; reading once too often does no harm.
    private static readonly TimeSpan StartSlack = TimeSpan.FromMinutes(1);

    private long _seenMs = (time.GetUtcNow() - StartSlack).ToUnixTimeMilliseconds();

    private IAlertReloadGrain Announcements => cluster.GetGrain<IAlertReloadGrain>(IAlertReloadGrain.Key);

    /// <summary>Reads the file, puts it in force here, and asks all other processes to do the same.</summary>
    /// <exception cref="AlertConfigurationException">The file is broken: nothing has changed anywhere.</exception>
    /// <exception cref="RefusedException">The cluster could not be told: nothing has changed anywhere.</exception>
    public async Task ReloadAsync()
    {
        var read = settings.Read();
        Interlocked.Exchange(ref _seenMs, await Announcements.Announce().WaitAsync(Timeout, time));
        Adopt(read);
        await WakeAsync();
    }

    /// <summary>Looks whether reading again was asked for, and does it.</summary>
    internal async Task LookAsync()
    {
        try
        {
            var announcedMs = await Announcements.AnnouncedAt().WaitAsync(Timeout, time);
            if (announcedMs > Interlocked.Read(ref _seenMs))
            {
                Interlocked.Exchange(ref _seenMs, announcedMs);
                Adopt(settings.Read());
            }

            // Alerts that leave to begin anew with other settings are brought back at once.
            await WakeAsync();
        }
        catch (AlertConfigurationException broken)
        {
            LogKept(broken.Message);
        }
#pragma warning disable CA1031 // Five seconds later it looks again.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            LogNotAsked(problem);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            await lifetime.WaitForStartAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private void Adopt(AlertSettings read)
    {
        settings.Adopt(read);
        LogReloaded(read.Config.Receivers.Length);
        foreach (var warning in read.Config.Warnings) LogUnsupported(warning);
    }

    private Task WakeAsync() => cluster.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key).Wake().WaitAsync(Timeout, time);

    [LoggerMessage(Level = LogLevel.Information, Message = "The configuration of alerts was read again; it has {Receivers} receivers.")]
    private partial void LogReloaded(int receivers);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private partial void LogUnsupported(string warning);

    [LoggerMessage(Level = LogLevel.Error, Message = "The configuration of alerts was to be read again and is broken; this process keeps the one before: {Reason}")]
    private partial void LogKept(string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Whether to read the configuration of alerts again could not be asked.")]
    private partial void LogNotAsked(Exception problem);
}
