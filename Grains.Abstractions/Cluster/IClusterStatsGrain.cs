namespace Iskra.Cluster;

/// <summary>
/// The cluster as a whole, for the dashboard page and for scripts. Gateways report what they hold; silos and activations are asked
/// for when somebody wants to know. The key is <c>cluster</c>.
/// </summary>
[Alias("iskra.cluster-stats")]
public interface IClusterStatsGrain : IGrainWithStringKey
{
    /// <summary>Takes the report of a gateway; it counts for <see cref="GatewayAnnouncement.Lease"/>.</summary>
    /// <param name="report">The report.</param>
    [Alias("report")]
    Task Report(GatewayReport report);

    /// <summary>What there is now; at most a second old.</summary>
    [Alias("describe")]
    Task<ClusterView> Describe();
}
