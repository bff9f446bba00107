namespace Iskra.Notifications;

/// <summary>How notifications are delivered, configuration section <c>Notifications</c>.</summary>
public sealed record NotificationSettings
{
    /// <summary>How long one try may take.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a claim holds. Longer than a try takes, so that a second sender, if ever there is one, does not begin before the first
    /// has ended.
    /// </summary>
    public TimeSpan Lease => TryTimeout * 2;

    /// <summary>Most tries.</summary>
    public int MaxTries { get; init; } = 40;

    /// <summary>How old a notification may become before it is given up.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How often a notification is repeated although it may have arrived, where the receiver cannot recognise a repetition
    /// (Slack, e-mail).
    /// </summary>
    public int MaxRepeats { get; init; } = 1;

    /// <summary>Sustained rate of tries to one integration, per minute.</summary>
    public int RatePerMinute { get; init; } = 60;

    /// <summary>Tries to one integration that may follow one another at once.</summary>
    public int Burst { get; init; } = 10;

    /// <summary>Most notifications of a receiver that wait; over it more are refused, and whoever decided them hands them over again.</summary>
    public int MaxPending { get; init; } = 1_000;

    /// <summary>How long it is remembered that a notification was sent or given up.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Address of Iskra as its readers know it; goes into notifications as a link.</summary>
    public Uri ExternalUrl { get; init; } = new("http://localhost:8080/");
}
