namespace Iskra.Health;

/// <summary>
/// The connection layer as a whole: adds up what the gateways counted and turns it into the three metrics that Iskra
/// measures on itself (domain section 1). The key is <c>connections</c>.
/// </summary>
[Alias("iskra.health")]
public interface IHealthGrain : IGrainWithStringKey
{
    /// <summary>Takes the counts of a gateway; each gateway reports every 5 seconds.</summary>
    [Alias("report")]
    Task Report(GatewayCounts counts);
}
