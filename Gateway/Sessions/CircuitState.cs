namespace Iskra.Gateway.Sessions;

/// <summary>Whether a gateway asks the cluster.</summary>
public enum CircuitState
{
    /// <summary>It does.</summary>
    Closed,

    /// <summary>It does not: too many calls failed.</summary>
    Open,

    /// <summary>One call is tried; its result decides.</summary>
    HalfOpen,
}
