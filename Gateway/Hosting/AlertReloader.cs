using Iskra.Alerts;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Hosting;

/// <summary>
/// Reads alertmanager.yml again when that is asked for, in every process: who is asked reads and checks it, tells the others through
/// <see cref="IAlertReloadGrain"/>, and these look every 5 s. A file that is broken changes nothing.
/// </summary>
public sealed partial class AlertReloader(
    LiveAlertSettings settings, IClusterClient cluster, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<AlertReloader> logger)
    : PeriodicService(Interval, time)
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How long the cluster has for an answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    // A process reads the file a little before it looks for the first time; reading once too often does no harm.
    private static readonly TimeSpan StartSlack = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time = time;
    private long _seenMs = (time.GetUtcNow() - StartSlack).ToUnixTimeMilliseconds();

    private IAlertReloadGrain Announcements => cluster.GetGrain<IAlertReloadGrain>(IAlertReloadGrain.Key);

    /// <inheritdoc/>
    protected override bool RunsAtStart => false;

    /// <summary>Reads the file, puts it in force here, and asks all other processes to do the same.</summary>
    /// <param name="calls">The way to the cluster for somebody who waits for the answer.</param>
    /// <exception cref="AlertConfigurationException">The file is broken: nothing has changed anywhere.</exception>
    /// <exception cref="RefusedException">The cluster could not be told: nothing has changed here; ask again.</exception>
    /// <exception cref="CircuitOpenException">The same.</exception>
    public async Task ReloadAsync(ClusterCalls calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        var read = settings.Read();
        Interlocked.Exchange(ref _seenMs, await calls.CallAsync(Announcements.Announce));
        Adopt(read);

        // It is in force; alerts that cannot be woken now are woken by the next look.
        await LookAsync();
    }

    /// <summary>Looks whether reading again was asked for, and does it.</summary>
    internal async Task LookAsync()
    {
        try
        {
            await RunOnceAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // Five seconds later it looks again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Failed(failure);
        }
    }

    /// <inheritdoc/>
    protected override Task WaitToBeginAsync(CancellationToken cancellationToken) => lifetime.WaitForStartAsync(cancellationToken);

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var announcedMs = await Announcements.AnnouncedAt().WaitAsync(Timeout, _time, cancellationToken);
        if (announcedMs > Interlocked.Read(ref _seenMs))
        {
            Interlocked.Exchange(ref _seenMs, announcedMs);
            Adopt(settings.Read());
        }

        // Alerts that leave to begin anew with other settings are brought back at once.
        await cluster.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key).Wake().WaitAsync(Timeout, _time, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Failed(Exception failure)
    {
        if (failure is AlertConfigurationException) LogKept(failure.Message);
        else LogNotAsked(failure);
    }

    private void Adopt(AlertSettings read)
    {
        settings.Adopt(read);
        LogReloaded(read.Config.Receivers.Length);
        foreach (var warning in read.Config.Warnings) LogUnsupported(warning);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The configuration of alerts was read again; it has {Receivers} receivers.")]
    private partial void LogReloaded(int receivers);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private partial void LogUnsupported(string warning);

    [LoggerMessage(Level = LogLevel.Error, Message = "The configuration of alerts was to be read again and is broken; this process keeps the one before: {Reason}")]
    private partial void LogKept(string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Whether to read the configuration of alerts again could not be asked.")]
    private partial void LogNotAsked(Exception problem);
}
