namespace Iskra.Gateway.Sessions;

/// <summary>This gateway, as the cluster knows it; another one after every start.</summary>
/// <param name="Id">Unique id.</param>
public sealed record GatewayIdentity(string Id)
{
    /// <summary>An id of the name of the machine and something random.</summary>
    public static GatewayIdentity Create() =>
        new($"{Environment.MachineName.ToLowerInvariant()}-{Guid.NewGuid().ToString("N")[..12]}");
}
