using Iskra.Silo.Hosting;

namespace Iskra.Gateway.Hosting;

/// <summary>What the process says on its standard output once it serves: what it is and one line per address.</summary>
public static class Banner
{
    /// <summary>Writes the lines.</summary>
    public static void Write(WebApplication app, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(output);
        var addresses = app.Services.GetRequiredService<ListenAddresses>();
        var engine = app.Services.GetRequiredService<EngineInfo>();
        var store = app.Services.GetRequiredService<IStoreHealth>();
        var cluster = app.Services.GetRequiredService<ClusterSettings>();
        var role = cluster.Role == HostRole.All ? "" : $"{cluster.Role.ToString().ToLowerInvariant()} of cluster {cluster.Id}, ";
        output.WriteLine($"Iskra {BuildInfo.Version}, {role}engine {engine.Name} {engine.Version}, store {store.Name}");
        if (store.Name == "memory") output.WriteLine("  nothing will last: the store is in memory; set ConnectionStrings__Iskra to keep what happens");
        if (cluster.Role == HostRole.Silo) output.WriteLine($"  operations {addresses.AddressOf(ListenPort.Main)}/ready");
        else WriteGateway(addresses, output);
        output.Flush();
    }

    private static void WriteGateway(ListenAddresses addresses, TextWriter output)
    {
        output.WriteLine($"  page       {addresses.AddressOf(ListenPort.Main)}/");
        output.WriteLine($"  dashboard  {addresses.AddressOf(ListenPort.Main, "ws")}/ws/dashboard");
        output.WriteLine($"  pulse      {addresses.AddressOf(ListenPort.Pulse, "ws")}/");
        output.WriteLine($"  seams      {addresses.AddressOf(ListenPort.Seams, "ws")}/");
        output.WriteLine($"  voices     {addresses.AddressOf(ListenPort.Voices, "ws")}/");
    }
}
