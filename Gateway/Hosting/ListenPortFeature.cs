namespace Iskra.Gateway.Hosting;

/// <summary>
/// Set on every connection by the listener that accepted it, so that the port is known also when the system chose its number
/// and when a proxy stands in between.
/// </summary>
/// <param name="Port">The listener.</param>
public sealed record ListenPortFeature(ListenPort Port);
