namespace Iskra.Notifications;

/// <summary>A bound on the rate: a bucket that fills steadily, and of which every try takes one.</summary>
/// <param name="Tokens">How many it held.</param>
/// <param name="At">When.</param>
public readonly record struct TokenBucket(double Tokens, DateTimeOffset At)
{
    // What is missing to a whole token by rounding must not cost a second look.
    private const double Whole = 1 - 1e-6;

    /// <summary>A full bucket.</summary>
    public static TokenBucket Full(NotificationSettings settings, DateTimeOffset now) => new(settings.Burst, now);

    /// <summary>The bucket as it is now. A clock that went back fills nothing.</summary>
    public TokenBucket Fill(NotificationSettings settings, DateTimeOffset now)
    {
        if (now <= At) return this with { At = now };
        return new TokenBucket(Math.Min(settings.Burst, Tokens + ((now - At).TotalMinutes * settings.RatePerMinute)), now);
    }

    /// <summary>Whether there is one to take.</summary>
    public bool HasToken => Tokens >= Whole;

    /// <summary>The bucket with one less.</summary>
    public TokenBucket Take() => this with { Tokens = Math.Max(0, Tokens - 1) };

    /// <summary>When there is one to take.</summary>
    public DateTimeOffset ReadyAt(NotificationSettings settings) =>
        HasToken ? At : At + TimeSpan.FromMinutes((1 - Tokens) / settings.RatePerMinute);
}
