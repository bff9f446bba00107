using System.Globalization;

namespace Iskra.Tests.Cluster;

/// <summary>What the environment may ask for beyond the short form of the tests.</summary>
public static class Settings
{
    /// <summary><c>ISKRA_OUTAGE_SECONDS</c>: how long the database is away, and how long a process is paused.</summary>
    public static TimeSpan Outage { get; } = Seconds("ISKRA_OUTAGE_SECONDS", 8);

    /// <summary><c>ISKRA_CHAOS_SECONDS</c>: how long faults are injected; three at least.</summary>
    public static TimeSpan Chaos { get; } = Seconds("ISKRA_CHAOS_SECONDS", 25);

    /// <summary><c>ISKRA_PROBE_TIMEOUT_MS</c>: how patient silos are with each other; a little more than by default, five processes and their clients share a few cores.</summary>
    public static string ProbeTimeoutMs { get; } = Environment.GetEnvironmentVariable("ISKRA_PROBE_TIMEOUT_MS") ?? "1000";

    /// <summary><c>ISKRA_CHAOS_CLIENTS</c>: how many clients watch meanwhile.</summary>
    public static int Clients { get; } = int.Parse(Environment.GetEnvironmentVariable("ISKRA_CHAOS_CLIENTS") ?? "200", CultureInfo.InvariantCulture);

    /// <summary><c>ISKRA_SEED</c>: which faults, and when; a run says its own.</summary>
    public static int Seed { get; } = int.Parse(Environment.GetEnvironmentVariable("ISKRA_SEED") ?? "20261", CultureInfo.InvariantCulture);

    private static TimeSpan Seconds(string name, int fallback) =>
        TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable(name) ?? fallback.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
}
