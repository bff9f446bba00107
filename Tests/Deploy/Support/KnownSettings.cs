using System.Text.RegularExpressions;
using Iskra.Gateway.Hosting;
using Iskra.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Iskra.Tests.Deploy.Support;

/// <summary>The settings that the program has: those that its readers ask for when they are given nothing.</summary>
internal static partial class KnownSettings
{
    /// <summary>Variables of the runtime and the web server, which no reader of ours asks for.</summary>
    private static readonly string[] OfTheRuntime = ["ASPNETCORE_HTTP_PORTS", "DOTNET_GCgen0size", "DOTNET_TieredPGO"];

    private static readonly HashSet<string> Names = Collect();

    /// <summary>Whether an environment variable is heard.</summary>
    public static bool Has(string variable)
    {
        var name = variable.Replace("__", ":", StringComparison.Ordinal);
        return OfTheRuntime.Contains(variable) || Names.Contains(name) || Names.Contains(Numbered().Replace(name, "")) || name.StartsWith("Logging:LogLevel:", StringComparison.Ordinal);
    }

    /// <summary>What the readers say about values.</summary>
    public static IReadOnlyList<string> Problems(IReadOnlyDictionary<string, string> environment)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            environment.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value))).Build();
        var reader = new SettingReader(configuration);
        ReadAll(reader, configuration);
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        storage.Validate();
        return [.. reader.Problems];
    }

    private static HashSet<string> Collect()
    {
        var asked = new Asked(new HashSet<string>(StringComparer.OrdinalIgnoreCase), "");
        ReadAll(new SettingReader(asked), asked);
        asked.Names.UnionWith(typeof(StorageOptions).GetProperties().Select(property => $"{StorageOptions.Section}:{property.Name}"));
        asked.Names.UnionWith(["SecretsFolder", "Alerts:ConfigFile", "Alerts:MaxAlerts"]);
        return asked.Names;
    }

    private static void ReadAll(SettingReader reader, IConfiguration configuration)
    {
        GatewaySettings.Read(reader);
        AuthSettings.Read(reader);
        TelemetrySettings.Read(reader);
        RoleSettings.Read(reader, configuration);
        RoleSettings.SiloPorts(reader);
    }

    /// <summary>The number of an item in a list.</summary>
    [GeneratedRegex(":[0-9]+$")]
    private static partial Regex Numbered();

    /// <summary>A configuration that holds nothing and notes what it is asked for.</summary>
    private sealed class Asked(HashSet<string> names, string path) : IConfigurationSection
    {
        public HashSet<string> Names => names;

        public string Key => path[(path.LastIndexOf(':') + 1)..];

        public string Path => path;

        public string? Value
        {
            get => null;
            set => throw new NotSupportedException();
        }

        public string? this[string key]
        {
            get
            {
                names.Add(Full(key));
                return null;
            }

            set => throw new NotSupportedException();
        }

        public IEnumerable<IConfigurationSection> GetChildren() => [];

        public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);

        public IConfigurationSection GetSection(string key)
        {
            names.Add(Full(key));
            return new Asked(names, Full(key));
        }

        private string Full(string key) => path.Length == 0 ? key : $"{path}:{key}";
    }
}
