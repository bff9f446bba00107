namespace Iskra.Gateway.Sessions;

/// <summary>
/// Keeps a gateway from asking a cluster that does not answer (protocol section 6). It is the cluster that must have failed: while
/// some calls are answered, those that are not were for a part of it, which is being replaced. Pure: the caller gives the time and
/// calls from one thread at a time.
/// </summary>
public sealed class CircuitBreaker
{
    /// <summary>Failures within <see cref="Window"/> that open it.</summary>
    public const int MaxFailures = 10;

    /// <summary>How long a failure counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    /// <summary>
    /// For each call that was answered within <see cref="MajorityWindow"/> at least so many must have failed: with one silo of two dead, and
    /// what failed tried again, fewer do.
    /// </summary>
    public const int FailuresPerAnswer = 4;

    /// <summary>How far back answers speak for the cluster.</summary>
    public static readonly TimeSpan MajorityWindow = TimeSpan.FromSeconds(10);

    /// <summary>When to come back while one call is tried: by then its result is known.</summary>
    public static readonly TimeSpan TrialTime = TimeSpan.FromSeconds(5);

    /// <summary>How long it stays open before one call is tried.</summary>
    public static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(120);

    private readonly Second[] _seconds = new Second[(int)Window.TotalSeconds];
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
            retryAfter = State == CircuitState.Open ? since + Cooldown - now : TrialTime;
            return false;
        }

        State = CircuitState.HalfOpen;
        _triedAt = now;
        return true;
    }

    /// <summary>A call was answered, be it with a refusal.</summary>
    public void Succeeded(DateTimeOffset now)
    {
        if (State == CircuitState.HalfOpen)
        {
            State = CircuitState.Closed;
        }

        At(now).Answers++;
    }

    /// <summary>A call was not answered, or failed in a way that is not a refusal.</summary>
    /// <returns>Whether this opened the circuit.</returns>
    public bool Failed(DateTimeOffset now)
    {
        if (State == CircuitState.Open)
        {
            return false;
        }

        At(now).Failures++;
        if (State == CircuitState.Closed && !IsAway(now))
        {
            return false;
        }

        State = CircuitState.Open;
        _openedAt = now;
        Array.Clear(_seconds);
        return true;
    }

    private bool IsAway(DateTimeOffset now)
    {
        var (failures, answers) = Sum(now, Window);
        var (recentFailures, recentAnswers) = Sum(now, MajorityWindow);

        // Failures are known later than answers, by a time-out: on a gateway that asks little, the last seconds may hold only failures.
        return failures >= Math.Max(MaxFailures, answers) && recentFailures >= recentAnswers * FailuresPerAnswer;
    }

    private (long Failures, long Answers) Sum(DateTimeOffset now, TimeSpan span)
    {
        var after = now.ToUnixTimeSeconds() - (long)span.TotalSeconds;
        long failures = 0, answers = 0;
        foreach (var second in _seconds)
        {
            if (second.Number > after)
            {
                failures += second.Failures;
                answers += second.Answers;
            }
        }

        return (failures, answers);
    }

    private ref Second At(DateTimeOffset now)
    {
        var number = now.ToUnixTimeSeconds();
        ref var second = ref _seconds[(int)(number % _seconds.Length)];
        if (second.Number != number)
        {
            second = new Second { Number = number };
        }

        return ref second;
    }

    private struct Second
    {
        public long Number;
        public int Failures;
        public int Answers;
    }
}
