using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Iskra.Metrics;

/// <summary>
/// Reads the configuration section <c>Metrics</c>: <c>PublishIntervalMs</c>, and under <c>Declared</c> one section per metric
/// with <c>Min</c>, <c>Max</c>, <c>Target</c>, <c>WarningLow</c>, <c>WarningHigh</c>, <c>CriticalLow</c>, <c>CriticalHigh</c>,
/// <c>RangeMin</c>, <c>RangeMax</c> (numbers; empty takes the limit away) and <c>CoolDownSeconds</c>. What is not said about a
/// metric of the table in domain section 1 stays as it is there.
/// </summary>
public static class MetricConfiguration
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Metrics";

    /// <summary>Reads and checks the section.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <exception cref="MetricConfigurationException">Something makes no sense; all problems are named.</exception>
    public static MetricSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var problems = new List<string>();
        var interval = ReadInterval(section, problems);
        var declared = MetricDeclarations.Default.All.ToDictionary(declaration => declaration.Name, StringComparer.Ordinal);
        foreach (var metric in section.GetSection("Declared").GetChildren())
        {
            var declaration = ReadMetric(metric, declared.GetValueOrDefault(metric.Key) ?? MetricDeclaration.None(metric.Key), problems);
            declared[metric.Key] = declaration;
        }

        problems.AddRange(declared.Values.SelectMany(declaration => MetricDeclarationRules.Check(declaration)));
        if (problems.Count > 0) throw new MetricConfigurationException(problems);
        return new MetricSettings(new MetricDeclarations(declared.Values), interval);
    }

    private static TimeSpan ReadInterval(IConfigurationSection section, List<string> problems)
    {
        var text = section["PublishIntervalMs"];
        if (string.IsNullOrEmpty(text)) return MetricSettings.MinPublishInterval;
        var min = MetricSettings.MinPublishInterval.TotalMilliseconds;
        var max = MetricSettings.MaxPublishInterval.TotalMilliseconds;
        if (TryNumber(text, out var ms) && ms >= min && ms <= max) return TimeSpan.FromMilliseconds(ms);
        problems.Add($"Metrics:PublishIntervalMs is '{text}'; it must be a number of milliseconds from {min} to {max}.");
        return MetricSettings.MinPublishInterval;
    }

    private static MetricDeclaration ReadMetric(IConfigurationSection section, MetricDeclaration declaration, List<string> problems)
    {
        foreach (var setting in section.GetChildren())
        {
            double? number = null;
            if (!string.IsNullOrEmpty(setting.Value))
            {
                if (!TryNumber(setting.Value, out var given))
                {
                    problems.Add($"Metric '{declaration.Name}': {setting.Key} is '{setting.Value}'; it must be a number such as 0.9, or empty.");
                    continue;
                }

                number = given;
            }

            if (With(declaration, setting.Key, number) is { } changed) declaration = changed;
            else problems.Add(Unknown(declaration, setting.Key));
        }

        return declaration;
    }

    private static MetricDeclaration? With(MetricDeclaration declaration, string key, double? number) => key.ToUpperInvariant() switch
    {
        "MIN" => declaration with { Min = number },
        "MAX" => declaration with { Max = number },
        "TARGET" => declaration with { Target = number },
        "WARNINGLOW" => declaration with { WarningLow = number },
        "WARNINGHIGH" => declaration with { WarningHigh = number },
        "CRITICALLOW" => declaration with { CriticalLow = number },
        "CRITICALHIGH" => declaration with { CriticalHigh = number },
        "RANGEMIN" => declaration with { RangeMin = number },
        "RANGEMAX" => declaration with { RangeMax = number },
        "COOLDOWNSECONDS" => declaration with { CoolDown = Seconds(number ?? 0) },
        _ => null,
    };

    // A number too large for a TimeSpan becomes one that the rules refuse with their message.
    private static TimeSpan Seconds(double seconds) =>
        double.IsFinite(seconds) && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;

    private static string Unknown(MetricDeclaration declaration, string key) =>
        $"Metric '{declaration.Name}': there is no setting {key}; there are Min, Max, Target, WarningLow, WarningHigh, CriticalLow, "
        + "CriticalHigh, RangeMin, RangeMax and CoolDownSeconds.";

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
