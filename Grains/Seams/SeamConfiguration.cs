using Microsoft.Extensions.Configuration;

namespace Iskra.Seams;

/// <summary>
/// Reads the configuration section <c>Seams</c>: <c>BifurcationTension</c>, and under <c>States</c> one section a state with
/// <c>When</c> and <c>Seam</c>. What is not said stays as in domain section 4.
/// </summary>
public static class SeamConfiguration
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Seams";

    private const int MaxNameLength = 64;

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="RuleConfigurationException">Something makes no sense; all problems are named.</exception>
    public static SeamSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var reader = new RuleReader();
        reader.Unknown(section, "States", "BifurcationTension");
        var states = section.GetSection("States");
        reader.Unknown(states, [.. StateDefinition.Defaults.Select(definition => definition.State)]);
        var settings = new SeamSettings(
            [.. StateDefinition.Defaults.Select(definition => ReadState(states.GetSection(definition.State), definition, reader))],
            reader.Number(section, "BifurcationTension", SeamSettings.DefaultTension, 0, 2));
        reader.ThrowIfAnythingIsWrong();
        return settings;
    }

    private static StateDefinition ReadState(IConfigurationSection section, StateDefinition definition, RuleReader reader)
    {
        reader.Unknown(section, "When", "Seam");
        if (definition.When is null && section["When"] is not null) reader.Problem(section.GetSection("When"), "this state holds when no other does; it has no trigger.");
        var when = definition.When is null ? null : reader.Trigger(section, "When", definition.When, trigger => trigger);
        if (when?.Conditions.Any(condition => !condition.IsMetric || condition.For > TimeSpan.Zero) == true)
            reader.Problem(section.GetSection("When"), "a state follows from the latest values alone: no 'for', no 'within'.");
        return definition with { When = when, Seam = reader.Text(section, "Seam", definition.Seam, MaxNameLength) };
    }
}
