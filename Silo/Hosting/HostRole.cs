namespace Iskra.Silo.Hosting;

/// <summary>Which part of Iskra a process is.</summary>
public enum HostRole
{
    /// <summary>Silo and gateway in one process, which is a cluster of its own.</summary>
    All,

    /// <summary>A silo: hosts grains as a member of a cluster, and answers health and metrics over HTTP.</summary>
    Silo,

    /// <summary>A gateway: holds connections and calls the silos of a cluster.</summary>
    Gateway,
}
