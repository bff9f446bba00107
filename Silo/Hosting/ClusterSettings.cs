using System.Net;

namespace Iskra.Silo.Hosting;

/// <summary>Role of the process and configuration section <c>Cluster</c>, checked at start. Registered as a singleton.</summary>
public sealed record ClusterSettings
{
    /// <summary><c>Role</c>: which part of Iskra the process is.</summary>
    public HostRole Role { get; init; } = HostRole.All;

    /// <summary><c>Cluster:Id</c>: silos and gateways of the same id find each other. Several clusters may share a database.</summary>
    public string Id { get; init; } = "iskra";

    /// <summary><c>Cluster:ServiceId</c>: what the reminders belong to; it stays when a cluster is replaced by another one.</summary>
    public string ServiceId { get; init; } = "iskra";

    /// <summary><c>Cluster:AdvertisedAddress</c>: where the others reach this silo; it listens there, too.</summary>
    public IPAddress AdvertisedAddress { get; init; } = IPAddress.Loopback;

    /// <summary><c>Cluster:SiloPort</c>: TCP port for other silos; 0 takes a free one.</summary>
    public int SiloPort { get; init; } = 11_111;

    /// <summary><c>Cluster:ClientPort</c>: TCP port for gateways; 0 takes a free one.</summary>
    public int ClientPort { get; init; } = 30_000;

    /// <summary><c>Cluster:SiloName</c>: the name of this silo in listings; null makes one of the machine and the port.</summary>
    public string? SiloName { get; init; }

    /// <summary>
    /// <c>Cluster:ProbeTimeoutMs</c>: how often silos look after each other, and how long an answer may take, in milliseconds.
    /// </summary>
    public int ProbeTimeoutMs { get; init; } = 800;

    /// <summary><c>Cluster:MissedProbes</c>: how many unanswered probes in a row make a silo suspect.</summary>
    public int MissedProbes { get; init; } = 3;

    /// <summary>
    /// <c>Silo:Dashboard</c>: whether the dashboard of Microsoft Orleans is served at <c>/orleans</c>. It measures every call, so it is
    /// on by default only for a silo that is a process of its own.
    /// </summary>
    public bool HasDashboard { get; init; }

    /// <summary>Connection string of the database that keeps the members and the reminders; null keeps them in memory.</summary>
    public string? ConnectionString { get; init; }
}
