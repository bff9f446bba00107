namespace Iskra.Gateway.Sessions;

/// <summary>
/// Keeps a gateway from asking a cluster that does not answer (protocol section 6). Pure: the caller gives the time and calls
/// from one thread at a time.
/// </summary>
public sealed class CircuitBreaker
{
    /// <summary>Failures within <see cref="Window"/> that open it.</summary>
    public const int MaxFailures = 10;

    /// <summary>How long a failure counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    /// <summary>How long it stays open before one call is tried.</summary>
    public static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(120);

    private readonly Queue<DateTimeOffset> _failures = new(MaxFailures);
    private DateTimeOffset _openedAt;
    private DateTimeOffset _triedAt;

    /// <summary>The state now.</summary>
    public CircuitState State { get; private set; }

    /// <summary>Asks for a call.</summary>
    /// <param name="now">The time.</param>
    /// <param name="retryAfter">When refused: how long to wait.</param>
    /// <returns>Whether the call may be made; then its result is to be reported.</returns>
    public bool TryEnter(DateTimeOffset now, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (State == CircuitState.Closed)
        {
            return true;
        }

        // A trial whose result was never reported is given up after another cool-down.
        var since = State == CircuitState.Open ? _openedAt : _triedAt;
        if (now - since < Cooldown)
        {
            retryAfter = since + Cooldown - now;
            return false;
        }

        State = CircuitState.HalfOpen;
        _triedAt = now;
        return true;
    }

    /// <summary>A call was answered, be it with a refusal.</summary>
    public void Succeeded()
    {
        if (State == CircuitState.HalfOpen)
        {
            State = CircuitState.Closed;
            _failures.Clear();
        }
    }

    /// <summary>A call was not answered, or failed in a way that is not a refusal.</summary>
    /// <returns>Whether this opened the circuit.</returns>
    public bool Failed(DateTimeOffset now)
    {
        if (State == CircuitState.Open)
        {
            return false;
        }

        while (_failures.TryPeek(out var oldest) && now - oldest >= Window)
        {
            _failures.Dequeue();
        }

        _failures.Enqueue(now);
        if (State == CircuitState.Closed && _failures.Count < MaxFailures)
        {
            return false;
        }

        State = CircuitState.Open;
        _openedAt = now;
        _failures.Clear();
        return true;
    }
}
