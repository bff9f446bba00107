namespace Iskra.Cluster;

/// <summary>How gateways and the cluster agree on who is there.</summary>
public static class GatewayAnnouncement
{
    /// <summary>How often a gateway announces itself and reports.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>How long an announcement or a report counts.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
}
