namespace Iskra.Gateway.Observability;

/// <summary>A gateway without a live layer.</summary>
internal sealed class NoLiveCounts : ILiveCounts
{
    public int Channels => 0;

    public string Breaker => "closed";
}
