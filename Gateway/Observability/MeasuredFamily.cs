namespace Iskra.Gateway.Observability;

/// <summary>A family without labels whose value is measured when somebody asks.</summary>
internal sealed class MeasuredFamily(MetricDescription description, Func<double> measure) : IMetricFamily
{
    public MetricDescription Description { get; } = description;

    public void WriteTo(ExpositionWriter writer)
    {
        if (Description.Type == "counter") writer.Counter(Description, [], measure());
        else writer.Gauge(Description, [], measure());
    }
}
