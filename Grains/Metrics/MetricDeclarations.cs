using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Iskra.Metrics;

/// <summary>All declared metrics. Immutable; checked when it is made.</summary>
public sealed class MetricDeclarations
{
    /// <summary>Most metrics that can be declared.</summary>
    public const int MaxDeclared = 1_000;

    private readonly FrozenDictionary<string, MetricDeclaration> _byName;

    /// <summary>Takes declarations.</summary>
    /// <exception cref="MetricConfigurationException">A declaration makes no sense; all problems are named.</exception>
    public MetricDeclarations(IEnumerable<MetricDeclaration> declarations)
    {
        All = [.. declarations];
        var problems = All.SelectMany(declaration => MetricDeclarationRules.Check(declaration)).ToList();
        problems.AddRange(All.GroupBy(declaration => declaration.Name).Where(group => group.Skip(1).Any())
            .Select(group => $"Metric '{group.Key}': declared {group.Count()} times; it must be declared once."));
        if (All.Length > MaxDeclared) problems.Add($"{All.Length} metrics are declared; at most {MaxDeclared} may be.");
        if (problems.Count > 0) throw new MetricConfigurationException(problems);
        _byName = All.ToFrozenDictionary(declaration => declaration.Name, StringComparer.Ordinal);
    }

    /// <summary>The table of domain section 1.</summary>
    public static MetricDeclarations Default { get; } = new(Table());

    /// <summary>The declared metrics, in the order of declaration.</summary>
    public ImmutableArray<MetricDeclaration> All { get; }

    /// <summary>The declaration of a metric; one without a band when it is not declared.</summary>
    public MetricDeclaration Of(string metric) => _byName.GetValueOrDefault(metric) ?? MetricDeclaration.None(metric);

    /// <summary>Whether a metric is declared.</summary>
    public bool Contains(string metric) => _byName.ContainsKey(metric);

    private static IEnumerable<MetricDeclaration> Table() =>
    [
        new(SloMetric.Clarity)
        {
            Min = 0.7, Max = 0.9, Target = 0.8, WarningLow = 0.65, CriticalLow = 0.5, CriticalHigh = 0.95,
            RangeMin = 0, RangeMax = 1, CoolDown = TimeSpan.FromMinutes(2),
        },
        new(SloMetric.Chaos)
        {
            Min = 0.3, Max = 0.6, Target = 0.45, WarningLow = 0.25, WarningHigh = 0.7, CriticalLow = 0.1, CriticalHigh = 0.8,
            RangeMin = 0, RangeMax = 1, CoolDown = TimeSpan.FromMinutes(3),
        },
        new(SloMetric.Trust)
        {
            Min = 0.6, Max = 0.9, Target = 0.8, WarningLow = 0.55, WarningHigh = 0.95, CriticalLow = 0.4,
            RangeMin = 0, RangeMax = 1, CoolDown = TimeSpan.FromMinutes(4),
        },
        new(SloMetric.Pain)
        {
            Min = 0.2, Max = 0.5, Target = 0.3, WarningHigh = 0.6, CriticalHigh = 0.7,
            RangeMin = 0, RangeMax = 1, CoolDown = TimeSpan.FromMinutes(1),
        },
        new(SloMetric.ConnectionLatencyMs) { Max = 185, Target = 185, WarningHigh = 500, CriticalHigh = 1000 },
        new(SloMetric.AvailabilityPercent) { Min = 99.9, Target = 99.9, WarningLow = 99.0, CriticalLow = 95.0 },
        new(SloMetric.ErrorRatePercent) { Max = 0.1, Target = 0.1, WarningHigh = 1.0, CriticalHigh = 5.0 },
    ];
}
