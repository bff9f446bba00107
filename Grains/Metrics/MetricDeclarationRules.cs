using System.Collections.Immutable;
using System.Globalization;
using Iskra.Channels;

namespace Iskra.Metrics;

/// <summary>Which declarations make sense.</summary>
public static class MetricDeclarationRules
{
    /// <summary>Longest cool-down.</summary>
    public static readonly TimeSpan MaxCoolDown = TimeSpan.FromHours(24);

    /// <summary>
    /// What is wrong with a declaration, each with the name of the metric and what would be right; empty when it is sound.
    /// The numbers that are given must not fall from one to the next in this order: range, critical, warning and band on the
    /// low side, target, then the same outwards on the high side.
    /// </summary>
    public static ImmutableArray<string> Check(MetricDeclaration declaration)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        CheckName(declaration.Name, problems);
        CheckOrder(declaration, problems);
        if (declaration.CoolDown < TimeSpan.Zero || declaration.CoolDown > MaxCoolDown)
        {
            problems.Add(Say(declaration, $"CoolDownSeconds is {declaration.CoolDown.TotalSeconds}; it must be 0 to {MaxCoolDown.TotalSeconds}."));
        }

        return problems.ToImmutable();
    }

    private static void CheckName(string name, ImmutableArray<string>.Builder problems)
    {
        if (!MetricName.IsValid(name))
        {
            problems.Add($"Metric '{name}': a name must be a lower-case letter, then at most 63 of a-z, 0-9 and _.");
        }
        else if (!ChannelName.IsMetric(name))
        {
            problems.Add($"Metric '{name}': the channel of that name belongs to Iskra; choose another name.");
        }
    }

    private static void CheckOrder(MetricDeclaration declaration, ImmutableArray<string>.Builder problems)
    {
        (string Name, double Value)? lower = null;
        foreach (var (name, value) in InOrder(declaration))
        {
            if (value is not { } number) continue;
            if (!double.IsFinite(number))
            {
                problems.Add(Say(declaration, $"{name} is {number}; it must be a finite number."));
                continue;
            }

            if (lower is { } before && before.Value > number)
            {
                problems.Add(Say(declaration, $"{before.Name} is {before.Value} and {name} is {number}; {before.Name} must not be greater than {name}."));
            }

            lower = (name, number);
        }
    }

    private static IEnumerable<(string Name, double? Value)> InOrder(MetricDeclaration declaration) =>
    [
        (nameof(declaration.RangeMin), declaration.RangeMin),
        (nameof(declaration.CriticalLow), declaration.CriticalLow),
        (nameof(declaration.WarningLow), declaration.WarningLow),
        (nameof(declaration.Min), declaration.Min),
        (nameof(declaration.Target), declaration.Target),
        (nameof(declaration.Max), declaration.Max),
        (nameof(declaration.WarningHigh), declaration.WarningHigh),
        (nameof(declaration.CriticalHigh), declaration.CriticalHigh),
        (nameof(declaration.RangeMax), declaration.RangeMax),
    ];

    private static string Say(MetricDeclaration declaration, FormattableString problem) =>
        $"Metric '{declaration.Name}': {problem.ToString(CultureInfo.InvariantCulture)}";
}
