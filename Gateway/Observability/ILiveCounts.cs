namespace Iskra.Gateway.Observability;

/// <summary>What the live layer holds now.</summary>
public interface ILiveCounts
{
    /// <summary>Channels with at least one subscriber on this gateway.</summary>
    int Channels { get; }

    /// <summary>State of the circuit breaker: <c>closed</c>, <c>open</c> or <c>half_open</c>.</summary>
    string Breaker { get; }
}
