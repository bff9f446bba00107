namespace Iskra.Alerts;

/// <summary>What <c>stats_updated</c> shows.</summary>
/// <param name="FiringAlerts">Alerts that have not ended, suppressed ones too.</param>
/// <param name="ResolvedToday">Alerts that ended since midnight, UTC.</param>
/// <param name="ActiveSilences">Silences in force.</param>
/// <param name="InhibitedAlerts">Alerts that another alert inhibits.</param>
[GenerateSerializer, Immutable, Alias("iskra.alert-stats")]
public sealed record AlertStats(
    [property: Id(0)] int FiringAlerts,
    [property: Id(1)] int ResolvedToday,
    [property: Id(2)] int ActiveSilences,
    [property: Id(3)] int InhibitedAlerts);
