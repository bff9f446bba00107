namespace Iskra.Gateway.Observability;

/// <summary>Something the registry can write.</summary>
public interface IMetricFamily
{
    /// <summary>What it is about.</summary>
    MetricDescription Description { get; }

    /// <summary>Writes its series.</summary>
    void WriteTo(ExpositionWriter writer);
}
