using System.Net;
using System.Net.Sockets;
using Iskra.Silo.Hosting;
using Iskra.Silo.Storage;

namespace Iskra.Gateway.Hosting;

/// <summary>Reads <c>Role</c> and the sections <c>Cluster</c> and <c>Silo</c>.</summary>
public static class RoleSettings
{
    /// <summary>Longest name of a cluster, a service or a silo in characters.</summary>
    public const int MaxNameLength = 100;

    private const int DefaultSiloHttpPort = 8_081;

    /// <summary>Reads the settings; problems are left with the reader.</summary>
    /// <exception cref="StorageConfigurationException">The settings of the store contradict each other.</exception>
    public static ClusterSettings Read(SettingReader reader, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(configuration);
        var defaults = new ClusterSettings();
        var role = Role(reader);
        var settings = new ClusterSettings
        {
            Role = role,
            HasDashboard = role != HostRole.Gateway && reader.Boolean("Silo:Dashboard", fallback: role == HostRole.Silo),
            Id = Name(reader, "Cluster:Id") ?? defaults.Id,
            ServiceId = Name(reader, "Cluster:ServiceId") ?? defaults.ServiceId,
            AdvertisedAddress = Address(reader, defaults.AdvertisedAddress),
            SiloPort = reader.Number("Cluster:SiloPort", defaults.SiloPort, 0, 65_535),
            ClientPort = reader.Number("Cluster:ClientPort", defaults.ClientPort, 0, 65_535),
            SiloName = Name(reader, "Cluster:SiloName"),
            ProbeTimeoutMs = reader.Number("Cluster:ProbeTimeoutMs", defaults.ProbeTimeoutMs, 200, 60_000),
            MissedProbes = reader.Number("Cluster:MissedProbes", defaults.MissedProbes, 1, 20),
            ConnectionString = StoreChoice.Of(configuration["Store"], configuration.GetConnectionString("Iskra")),
        };
        Check(reader, settings);
        return settings;
    }

    /// <summary>The one HTTP port of a silo, <c>Silo:Port</c>, in the place of the main port.</summary>
    public static GatewayPorts SiloPorts(SettingReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new GatewayPorts { Main = reader.Number("Silo:Port", DefaultSiloHttpPort, 0, 65_535) };
    }

    private static void Check(SettingReader reader, ClusterSettings settings)
    {
        if (settings.Role == HostRole.All) return;
        if (!SiloHosting.CanCluster)
        {
            reader.Refuse("Role", "silo and gateway need Microsoft Orleans, this program was built for the embedded engine, which is one process; "
                + "build with -p:IskraEngine=orleans, or leave Role out.");
        }

        if (settings.ConnectionString is null)
            reader.Refuse("Role", "silo and gateway find each other in PostgreSQL; set ConnectionStrings:Iskra and leave Store out.");
        if (settings.SiloPort != 0 && settings.SiloPort == settings.ClientPort)
            reader.Refuse("Cluster:ClientPort", $"is {settings.ClientPort}, like Cluster:SiloPort; each needs a port of its own (0 takes a free one).");
    }

    private static HostRole Role(SettingReader reader)
    {
        switch (reader.Text("Role")?.ToLowerInvariant())
        {
            case null or "all": return HostRole.All;
            case "silo": return HostRole.Silo;
            case "gateway": return HostRole.Gateway;
            default:
                reader.Refuse("Role", $"'{reader.Text("Role")}' must be all, silo or gateway.");
                return HostRole.All;
        }
    }

    private static string? Name(SettingReader reader, string setting)
    {
        var text = reader.Text(setting);
        if (text is null || (text.Length <= MaxNameLength && text.All(IsNameCharacter))) return text;
        reader.Refuse(setting, $"'{text}' must be 1 to {MaxNameLength} letters, digits, dots, hyphens or underscores.");
        return null;
    }

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_';

    private static IPAddress Address(SettingReader reader, IPAddress fallback)
    {
        const string Setting = "Cluster:AdvertisedAddress";
        var text = reader.Text(Setting);
        if (text is null) return fallback;
        if (Find(text) is { } address) return address;
        reader.Refuse(Setting, $"'{text}' must be the IP address, or a name that leads to the IP address, under which the others reach this silo.");
        return fallback;
    }

    private static IPAddress? Find(string text)
    {
        if (IPAddress.TryParse(text, out var address)) return address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? null : address;
        try
        {
            return Dns.GetHostAddresses(text).OrderBy(candidate => candidate.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).FirstOrDefault();
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
