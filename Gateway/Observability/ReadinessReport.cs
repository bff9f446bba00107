namespace Iskra.Gateway.Observability;

/// <summary>Whether what the gateway needs is there.</summary>
/// <param name="Cluster">How long the cluster took to answer; null when it did not.</param>
/// <param name="Store">How long the store took to answer; null when it did not.</param>
/// <param name="IsDraining">Whether this gateway is stopping.</param>
public sealed record ReadinessReport(TimeSpan? Cluster, TimeSpan? Store, bool IsDraining)
{
    /// <summary>
    /// Whether the gateway should be given work. A store that is away does not take it out: reading and live traffic go on, and
    /// every other gateway has the same store.
    /// </summary>
    public bool IsReady => Cluster is not null && !IsDraining;
}
