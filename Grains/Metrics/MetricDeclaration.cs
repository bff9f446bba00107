namespace Iskra.Metrics;

/// <summary>
/// What is declared about a metric: its band, its limits and the values that are allowed at all. A side that is null has no
/// limit. The numbers are in the unit of the metric. <see cref="MetricDeclarationRules"/> says which declarations make sense.
/// </summary>
/// <param name="Name">A valid <see cref="MetricName"/>.</param>
public sealed record MetricDeclaration(string Name)
{
    /// <summary>Lower end of the band.</summary>
    public double? Min { get; init; }

    /// <summary>Upper end of the band.</summary>
    public double? Max { get; init; }

    /// <summary>The value to aim at.</summary>
    public double? Target { get; init; }

    /// <summary>Values below are a warning.</summary>
    public double? WarningLow { get; init; }

    /// <summary>Values above are a warning.</summary>
    public double? WarningHigh { get; init; }

    /// <summary>Values below are critical.</summary>
    public double? CriticalLow { get; init; }

    /// <summary>Values above are critical.</summary>
    public double? CriticalHigh { get; init; }

    /// <summary>Smallest value that is accepted.</summary>
    public double? RangeMin { get; init; }

    /// <summary>Largest value that is accepted.</summary>
    public double? RangeMax { get; init; }

    /// <summary>
    /// For how long after a return to <see cref="MetricState.Ok"/> leaving it again continues the same alert, 0 to 24 h.
    /// </summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where the value should lie.</summary>
    public MetricBand Band => this is { Min: null, Max: null, Target: null } ? MetricBand.None : new(Min, Max, Target);

    /// <summary>A metric that is not declared: accepted, without a band, always <see cref="MetricState.Ok"/>.</summary>
    public static MetricDeclaration None(string name) => new(name);

    /// <summary>
    /// The state of a value: strictly beyond critical, else strictly beyond warning, else strictly beyond the band, else ok
    /// (domain section 1).
    /// </summary>
    public MetricState Classify(double value)
    {
        if (value < CriticalLow || value > CriticalHigh) return MetricState.Critical;
        if (value < WarningLow || value > WarningHigh) return MetricState.Warning;
        if (value < Min || value > Max) return MetricState.Violation;
        return MetricState.Ok;
    }

    /// <summary>Whether a finite value may be reported.</summary>
    public bool Allows(double value) => !(value < RangeMin) && !(value > RangeMax);

    /// <summary>The live value that a sample of this metric would be.</summary>
    public MetricReading Read(Sample sample) => new(Name, sample.Value, Classify(sample.Value), Band, sample.Timestamp);
}
