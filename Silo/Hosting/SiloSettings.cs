namespace Iskra.Silo.Hosting;

/// <summary>How grains are hosted, the same on both engines.</summary>
public static class SiloSettings
{
    /// <summary>
    /// How long a caller waits for a grain. It is longer than the 5 s after which grains themselves give up waiting for the
    /// store, so that a caller learns the reason and not only that time ran out.
    /// </summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(8);

    /// <summary>
    /// For how long a grain may be idle before it leaves memory. Sessions are many and short: one that has closed is done with
    /// after the 5 minutes in which it can be resumed, and anything else comes back with its first call.
    /// </summary>
    public static readonly TimeSpan CollectionAge = TimeSpan.FromMinutes(6);

    /// <summary>How often idle grains are looked for.</summary>
    public static readonly TimeSpan CollectionQuantum = TimeSpan.FromSeconds(30);
}
