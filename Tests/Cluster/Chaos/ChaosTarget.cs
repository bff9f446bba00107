namespace Iskra.Tests.Cluster.Chaos;

/// <summary>What it is done to.</summary>
public enum ChaosTarget
{
    Silo,
    Gateway,
    Database,
}
