namespace Iskra.Silo.Hosting;

/// <summary>
/// Whether this process has reached the cluster once, and which of its calls a silo that went has taken along. Until the cluster was
/// reached the kinds of its grains are not even known, so that no call can be made. Where the silo is in the same process it is
/// reached from the start. Registered as a singleton.
/// </summary>
/// <param name="isReached">Whether the silo is in the same process.</param>
/// <param name="time">The clock; null takes that of the system.</param>
public sealed class ClusterPresence(bool isReached, TimeProvider? time = null) : IDisposable
{
    /// <summary>
    /// How long calls that were under way when a silo went may still take. Those that went to others are answered long before; those
    /// that went to the silo would only be ended by their time-out.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private volatile bool _isReached = isReached;
    private CancellationTokenSource _calls = new(Timeout.InfiniteTimeSpan, time ?? TimeProvider.System);

    /// <summary>Whether it has.</summary>
    public bool IsReached => _isReached;

    /// <summary>For calls that are made now: cancelled when a silo goes while they are under way, after <see cref="Grace"/>.</summary>
    public CancellationToken CallsFromNow => Volatile.Read(ref _calls).Token;

    /// <summary>It was reached.</summary>
    public void Reached() => _isReached = true;

    /// <summary>A connection to a silo has ended; what was asked for over it may never be answered.</summary>
    public void SiloLeft()
    {
        var fresh = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        Interlocked.Exchange(ref _calls, fresh).CancelAfter(Grace);
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();
}
