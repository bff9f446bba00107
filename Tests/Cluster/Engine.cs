using Iskra.Silo.Hosting;

namespace Iskra.Tests.Cluster;

/// <summary>What tests of a cluster need: Microsoft Orleans.</summary>
public static class Engine
{
    /// <summary>The reason that is shown where tests are skipped.</summary>
    public const string NoCluster = "A cluster needs Microsoft Orleans; the embedded engine is one process.";

    /// <summary>Whether this build can run one.</summary>
    public static bool CanCluster => SiloHosting.CanCluster;
}
