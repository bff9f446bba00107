using System.Text.Json;

namespace Iskra.Tools.Monitoring;

/// <summary>One round of checks over all dashboards.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="Dashboards">What was checked.</param>
/// <param name="Checks">The outcomes.</param>
internal sealed record ProbeReport(DateTimeOffset StartedAt, IReadOnlyList<Dashboard> Dashboards, IReadOnlyList<ProbeCheck> Checks)
{
    /// <summary>Whether every check passed.</summary>
    public bool Passed => Checks.All(check => check.Passed);

    /// <summary>Writes the report as one JSON object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("started_at", StartedAt);
        writer.WriteBoolean("passed", Passed);
        writer.WriteStartObject("addresses");
        foreach (var dashboard in Dashboards)
        {
            writer.WriteString(dashboard.Name, dashboard.Address.ToString());
        }

        writer.WriteEndObject();
        writer.WriteStartArray("checks");
        foreach (var check in Checks)
        {
            WriteCheck(writer, check);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCheck(Utf8JsonWriter writer, ProbeCheck check)
    {
        writer.WriteStartObject();
        writer.WriteString("dashboard", check.Dashboard);
        writer.WriteString("check", check.Check);
        writer.WriteBoolean("passed", check.Passed);
        WriteMilliseconds(writer, "latency_ms", check.LatencyMs);
        writer.WriteNumber("limit_ms", check.LimitMs);
        WriteMilliseconds(writer, "target_ms", check.TargetMs);
        writer.WriteString("message", check.Message);
        writer.WriteEndObject();
    }

    private static void WriteMilliseconds(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, Math.Round(number, 3));
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
