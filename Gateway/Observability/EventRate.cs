namespace Iskra.Gateway.Observability;

/// <summary>Turns a growing count into a rate over the last 5 to 10 seconds, whoever asks and however often.</summary>
public sealed class EventRate(TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private (long At, long Count) _older = (time.GetTimestamp(), 0);
    private (long At, long Count) _newer = (time.GetTimestamp(), 0);

    /// <summary>Events a second.</summary>
    /// <param name="count">The count now.</param>
    public double Read(long count)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (time.GetElapsedTime(_newer.At, now) >= Step) (_older, _newer) = (_newer, (now, count));
            var seconds = time.GetElapsedTime(_older.At, now).TotalSeconds;
            return seconds <= 0 ? 0 : (count - _older.Count) / seconds;
        }
    }
}
