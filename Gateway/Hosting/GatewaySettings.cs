using System.Collections.Immutable;
using System.Net;
using Iskra.Gateway.Security;

namespace Iskra.Gateway.Hosting;

/// <summary>Reads section <c>Gateway</c>.</summary>
public static class GatewaySettings
{
    private const int Day = 86_400_000;

    /// <summary>Reads the section; problems are left with the reader.</summary>
    public static GatewayOptions Read(SettingReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var defaults = new GatewayOptions();
        return new GatewayOptions
        {
            Bind = Bind(reader, defaults.Bind),
            Ports = Ports(reader),
            AllowedOrigins = Origins(reader),
            TrustedProxies = Proxies(reader),
            MaxConnections = reader.Number("Gateway:MaxConnections", defaults.MaxConnections, 1, 1_000_000, "MAX_WEBSOCKET_CONNECTIONS"),
            MaxConnectionsPerAddress = reader.Number("Gateway:MaxConnectionsPerAddress", defaults.MaxConnectionsPerAddress, 1, 1_000_000),
            MessagesPerSecond = reader.Number("Gateway:MessagesPerSecond", defaults.MessagesPerSecond, 1, 1_000_000),
            MessageBurst = reader.Number("Gateway:MessageBurst", defaults.MessageBurst, 1, 1_000_000),
            MaxSubscriptions = reader.Number("Gateway:MaxSubscriptions", defaults.MaxSubscriptions, 1, 10_000),
            MaxMessageBytes = reader.Number("Gateway:MaxMessageBytes", defaults.MaxMessageBytes, 1 << 10, 16 << 20),
            MaxSampleBodyBytes = reader.Number("Gateway:MaxSampleBodyBytes", defaults.MaxSampleBodyBytes, 1 << 10, 256 << 20),
            HeartbeatIntervalMs = reader.Number("Gateway:HeartbeatIntervalMs", defaults.HeartbeatIntervalMs, 100, Day),
            HeartbeatTimeoutMs = reader.Number("Gateway:HeartbeatTimeoutMs", defaults.HeartbeatTimeoutMs, 50, Day),
            OutboxBytes = reader.Number("Gateway:OutboxBytes", defaults.OutboxBytes, 64 << 10, 256 << 20),
            OutboxFrames = reader.Number("Gateway:OutboxFrames", defaults.OutboxFrames, 64, 1_000_000),
            WriteTimeoutMs = reader.Number("Gateway:WriteTimeoutMs", defaults.WriteTimeoutMs, 100, Day),
            RequestTimeoutMs = reader.Number("Gateway:RequestTimeoutMs", defaults.RequestTimeoutMs, 100, Day),
            DrainMs = reader.Number("Gateway:DrainMs", defaults.DrainMs, 0, Day),
        };
    }

    private static string Bind(SettingReader reader, string fallback)
    {
        var text = reader.Text("Gateway:Bind");
        if (text is null) return fallback;
        if (text is "*" or "localhost" || IPAddress.TryParse(text, out _)) return text;
        reader.Refuse("Gateway:Bind", $"'{text}' must be an IP address, 'localhost', or '*' for all addresses.");
        return fallback;
    }

    private static GatewayPorts Ports(SettingReader reader)
    {
        var defaults = new GatewayPorts();
        var ports = new GatewayPorts
        {
            Main = reader.Number("Gateway:Ports:Main", defaults.Main, 0, 65_535),
            Pulse = reader.Number("Gateway:Ports:Pulse", defaults.Pulse, 0, 65_535),
            Seams = reader.Number("Gateway:Ports:Seams", defaults.Seams, 0, 65_535),
            Voices = reader.Number("Gateway:Ports:Voices", defaults.Voices, 0, 65_535),
        };
        foreach (var twice in Enum.GetValues<ListenPort>().Where(port => ports[port] != 0).GroupBy(port => ports[port]).Where(group => group.Count() > 1))
            reader.Refuse("Gateway:Ports", $"{string.Join(" and ", twice)} share port {twice.Key}; each needs a port of its own (0 takes a free one).");
        return ports;
    }

    private static ImmutableArray<string> Origins(SettingReader reader)
    {
        var origins = reader.List("Gateway:AllowedOrigins", "CORS_ORIGINS");
        foreach (var origin in origins.Where(origin => origin != "*" && !OriginPolicy.IsOrigin(origin)))
        {
            reader.Refuse(
                "Gateway:AllowedOrigins",
                $"'{origin}' must be an origin such as https://ops.example.com – scheme, host and port, nothing after it – or *.");
        }

        return origins;
    }

    private static ImmutableArray<string> Proxies(SettingReader reader)
    {
        var proxies = reader.List("Gateway:TrustedProxies");
        foreach (var proxy in proxies.Where(proxy => !IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _)))
            reader.Refuse("Gateway:TrustedProxies", $"'{proxy}' must be an IP address or a network such as 10.0.0.0/8.");
        return proxies;
    }
}
