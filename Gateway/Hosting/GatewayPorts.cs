namespace Iskra.Gateway.Hosting;

/// <summary>The TCP ports of a gateway; 0 takes a free one.</summary>
public sealed record GatewayPorts
{
    /// <summary><c>Gateway:Ports:Main</c>: pages, HTTP interface, <c>/ws/…</c>.</summary>
    public int Main { get; init; } = 8080;

    /// <summary><c>Gateway:Ports:Pulse</c>: the Pulse dashboard.</summary>
    public int Pulse { get; init; } = 3001;

    /// <summary><c>Gateway:Ports:Seams</c>: the Seams dashboard.</summary>
    public int Seams { get; init; } = 3002;

    /// <summary><c>Gateway:Ports:Voices</c>: the Voices dashboard.</summary>
    public int Voices { get; init; } = 3003;

    /// <summary>The number configured for a port.</summary>
    public int this[ListenPort port] => port switch
    {
        ListenPort.Main => Main,
        ListenPort.Pulse => Pulse,
        ListenPort.Seams => Seams,
        _ => Voices,
    };
}
