namespace Iskra.Bench.Cases;

/// <summary>What a server does with many alerts.</summary>
/// <param name="Server">Its name.</param>
/// <param name="VisibleMs">From the first request of a batch of new alerts until a query shows them all, as they are suppressed.</param>
/// <param name="ResendCpuSeconds">Processor time of one round in which all alerts are sent again.</param>
/// <param name="QueryMs">A query that answers with one alert of all.</param>
/// <param name="ResidentMegabytes">Memory in use.</param>
internal sealed record AlertsResult(string Server, double VisibleMs, double ResendCpuSeconds, double QueryMs, double ResidentMegabytes);
