namespace Iskra.Gateway.Observability;

/// <summary>Mean and largest round trip of one endpoint over the last one to two minutes, in two alternating halves.</summary>
public sealed class RoundTripWindow(TimeProvider time)
{
    private static readonly TimeSpan Half = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private (long Count, double Sum, double Max) _current;
    private (long Count, double Sum, double Max) _before;
    private long _startedAt = time.GetTimestamp();

    /// <summary>Adds a round trip.</summary>
    public void Add(TimeSpan roundTrip)
    {
        lock (_lock)
        {
            Turn();
            var seconds = roundTrip.TotalSeconds;
            _current = (_current.Count + 1, _current.Sum + seconds, Math.Max(_current.Max, seconds));
        }
    }

    /// <summary>The mean and the largest in seconds; zero without any.</summary>
    public (double AvgSeconds, double MaxSeconds) Read()
    {
        lock (_lock)
        {
            Turn();
            var count = _current.Count + _before.Count;
            return count == 0 ? (0, 0) : ((_current.Sum + _before.Sum) / count, Math.Max(_current.Max, _before.Max));
        }
    }

    private void Turn()
    {
        var elapsed = time.GetElapsedTime(_startedAt);
        if (elapsed < Half) return;
        _before = elapsed < Half * 2 ? _current : default;
        _current = default;
        _startedAt = time.GetTimestamp();
    }
}
