namespace Iskra.Gateway.Api;

/// <summary>How many clients there are.</summary>
/// <param name="Total">Sessions with a connection.</param>
/// <param name="Connections">Live connections.</param>
public sealed record SessionCount(int Total, long Connections);
