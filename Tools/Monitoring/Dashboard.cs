namespace Iskra.Tools.Monitoring;

/// <summary>One of the dashboard sockets (protocol section 1).</summary>
/// <param name="Name">Its name, which is also the channel that it subscribes by itself.</param>
/// <param name="Address">Where it is.</param>
internal sealed record Dashboard(string Name, Uri Address);
