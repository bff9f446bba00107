namespace Iskra.Silo.Storage;

/// <summary>Settings of the store, configuration section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Storage";

    /// <summary>How long samples are kept, in days; 1 to 36,500. Default 30.</summary>
    public int MetricRetentionDays { get; set; } = 30;

    /// <summary>How long events of durable channels are kept, in days; 1 to 36,500. Default 30.</summary>
    public int EventRetentionDays { get; set; } = 30;

    /// <summary>Most events kept of one durable channel; 1,000 to 1,000,000,000. Default 1,000,000.</summary>
    public long EventsPerChannel { get; set; } = 1_000_000;

    /// <summary>How long the state of a session is kept after it was last written, in minutes; 6 to 14,400. Default 10.</summary>
    public int ConnectionStateMinutes { get; set; } = 10;

    /// <summary>How long ∆DΩΛ records are kept, in days; 1 to 36,500. Default 30.</summary>
    public int DeltaRetentionDays { get; set; } = 30;

    /// <summary>Most samples that wait to be written; 10,000 to 10,000,000. Default 200,000.</summary>
    public int SampleQueueLimit { get; set; } = 200_000;

    /// <summary>How many writers copy samples at the same time; 1 to 8. Default 2.</summary>
    public int SampleWriters { get; set; } = 2;

    /// <summary>Most writes of grain state that wait; 1 to 1,000,000. Default 10,000.</summary>
    public int StateQueueLimit { get; set; } = 10_000;

    /// <summary>How long a write may wait before it is refused, in milliseconds; 100 to 60,000. Default 5,000.</summary>
    public int QueueTimeoutMs { get; set; } = 5_000;

    /// <summary>How long the start waits for the database, in milliseconds; 0 to 600,000. Default 30,000.</summary>
    public int StartTimeoutMs { get; set; } = 30_000;

    /// <summary>Checks that every setting is within its range.</summary>
    /// <exception cref="StorageConfigurationException">One is not; the message names it and says what would be right.</exception>
    public void Validate()
    {
        Check(nameof(MetricRetentionDays), MetricRetentionDays, 1, 36_500);
        Check(nameof(EventRetentionDays), EventRetentionDays, 1, 36_500);
        Check(nameof(EventsPerChannel), EventsPerChannel, 1_000, 1_000_000_000);
        Check(nameof(ConnectionStateMinutes), ConnectionStateMinutes, 6, 14_400);
        Check(nameof(DeltaRetentionDays), DeltaRetentionDays, 1, 36_500);
        Check(nameof(SampleQueueLimit), SampleQueueLimit, 10_000, 10_000_000);
        Check(nameof(SampleWriters), SampleWriters, 1, 8);
        Check(nameof(StateQueueLimit), StateQueueLimit, 1, 1_000_000);
        Check(nameof(QueueTimeoutMs), QueueTimeoutMs, 100, 60_000);
        Check(nameof(StartTimeoutMs), StartTimeoutMs, 0, 600_000);
    }

    private static void Check(string name, long value, long min, long max)
    {
        if (value < min || value > max)
        {
            throw new StorageConfigurationException($"{Section}:{name} is {value}; it must be {min} to {max}.");
        }
    }
}
