using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Iskra.Alerts;

/// <summary>
/// Reads the configuration section <c>Alerts</c>: <c>ConfigFile</c>, the path of alertmanager.yml; <c>MaxAlerts</c>; and under
/// <c>Chains</c> for each priority a numbered list of steps with <c>AfterSeconds</c>, <c>Role</c> and <c>Channels</c>.
/// </summary>
public static class AlertConfiguration
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Alerts";

    private const int MostAlerts = 1_000_000;

    /// <summary>Reads and checks the section, and the file that it names.</summary>
    /// <exception cref="AlertConfigurationException">Something makes no sense, or the file cannot be read.</exception>
    public static AlertSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        return new AlertSettings(ReadFile(section["ConfigFile"]), ReadChains(section.GetSection("Chains")), ReadMax(section["MaxAlerts"]));
    }

    private static AlertmanagerConfig ReadFile(string? path)
    {
        if (string.IsNullOrWhiteSpace(path)) return AlertmanagerConfig.Default;
        try
        {
            return AlertmanagerYaml.Read(File.ReadAllText(path), path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new AlertConfigurationException($"Alerts:ConfigFile is '{path}', which cannot be read: {problem.Message}", problem);
        }
    }

    private static int ReadMax(string? text)
    {
        if (string.IsNullOrEmpty(text)) return AlertSettings.DefaultMaxAlerts;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var max) && max is >= 1 and <= MostAlerts
            ? max
            : throw new AlertConfigurationException($"Alerts:MaxAlerts is '{text}'; it must be a whole number from 1 to {MostAlerts}.");
    }

    private static Dictionary<string, EscalationChain> ReadChains(IConfigurationSection section)
    {
        var chains = new Dictionary<string, EscalationChain>(EscalationChain.Defaults, StringComparer.Ordinal);
        foreach (var chain in section.GetChildren())
        {
            var priority = chain.Key.ToUpperInvariant();
            if (!AlertPriority.All.Contains(priority)) throw new AlertConfigurationException($"Alerts:Chains:{chain.Key}: there are chains for P0, P1 and P2.");
            var steps = chain.GetChildren().Select(ReadStep).OrderBy(step => step.After).ToImmutableArray();
            if (steps.Length > EscalationChain.MaxSteps) throw new AlertConfigurationException($"Alerts:Chains:{chain.Key}: a chain has at most {EscalationChain.MaxSteps} steps.");
            chains[priority] = new EscalationChain(priority, steps);
        }

        return chains;
    }

    private static EscalationStep ReadStep(IConfigurationSection section)
    {
        if (!double.TryParse(section["AfterSeconds"], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || seconds is not (>= 0 and <= 604_800))
            throw new AlertConfigurationException($"{section.Path}:AfterSeconds is '{section["AfterSeconds"]}'; it must be a number of seconds from 0 to 604800.");
        var role = section["Role"];
        if (string.IsNullOrWhiteSpace(role)) throw new AlertConfigurationException($"{section.Path}:Role must name a receiver of alertmanager.yml.");
        var kinds = (section["Channels"] ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text =>
            Enum.TryParse<IntegrationKind>(text, ignoreCase: true, out var kind) && !char.IsAsciiDigit(text[0])
                ? kind
                : throw new AlertConfigurationException($"{section.Path}:Channels names '{text}'; there are slack, email, pagerduty and webhook."));
        return new EscalationStep(TimeSpan.FromSeconds(seconds), role, [.. kinds]);
    }
}
