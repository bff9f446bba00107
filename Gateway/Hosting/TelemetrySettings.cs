using Iskra.Gateway.Observability;

namespace Iskra.Gateway.Hosting;

/// <summary>Reads section <c>Telemetry</c>.</summary>
public static class TelemetrySettings
{
    /// <summary>Reads the section; problems are left with the reader.</summary>
    public static TelemetryOptions Read(SettingReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var text = reader.Text("Telemetry:OtlpEndpoint");
        Uri? endpoint = null;
        if (text is not null && !(Uri.TryCreate(text, UriKind.Absolute, out endpoint) && endpoint.Scheme is "http" or "https"))
        {
            endpoint = null;
            reader.Refuse("Telemetry:OtlpEndpoint", $"'{text}' must be an http(s) address such as http://localhost:4317.");
        }

        return new TelemetryOptions(endpoint, reader.Fraction("Telemetry:SampleRatio", 1, 0, 1));
    }
}
