namespace Iskra.Health;

/// <summary>How well a component is.</summary>
public enum HealthLevel
{
    /// <summary>All is well.</summary>
    Healthy,

    /// <summary>Something is not as it should be.</summary>
    Degraded,

    /// <summary>It does not do what it is there for.</summary>
    Unhealthy,
}
