using Iskra.Gateway.Hosting;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Iskra.Gateway.Observability;

/// <summary>Sends the spans of the source <see cref="IskraTracing.SourceName"/> by OTLP while the process runs.</summary>
internal sealed class TraceExport(TelemetryOptions options) : IHostedService, IDisposable
{
    private const int FlushMs = 2_000;

    private TracerProvider? _provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(IskraTracing.SourceName)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.SampleRatio)))
            .ConfigureResource(resource => resource.AddService("iskra", serviceVersion: BuildInfo.Version))
            .AddOtlpExporter(exporter => exporter.Endpoint = options.OtlpEndpoint!)
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _provider?.Shutdown(FlushMs);
        return Task.CompletedTask;
    }

    public void Dispose() => _provider?.Dispose();
}
