using Iskra.Channels;
using Iskra.Metrics;

namespace Iskra.Gateway.Observability;

/// <summary>Registers tracing. Without <see cref="TelemetryOptions.OtlpEndpoint"/> nothing of it is there, and nothing costs anything.</summary>
internal static class TracingServices
{
    internal static void AddTracing(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton(options);
        if (!options.IsOn) return;
        services.AddHostedService<TraceExport>();
        services.AddSingleton<GrainCallTracing>();
        services.AddSingleton<IOutgoingGrainCallFilter>(provider => provider.GetRequiredService<GrainCallTracing>());
        services.AddSingleton<IIncomingGrainCallFilter>(provider => provider.GetRequiredService<GrainCallTracing>());
        Decorate<IMetricStore>(services, inner => new TracedMetricStore(inner));
        Decorate<IEventLog>(services, inner => new TracedEventLog(inner));
    }

    private static void Decorate<T>(IServiceCollection services, Func<T, T> decorate)
        where T : class
    {
        var index = services.Select((descriptor, i) => (descriptor, i)).Last(pair => pair.descriptor.ServiceType == typeof(T) && !pair.descriptor.IsKeyedService).i;
        var inner = services[index];
        services[index] = ServiceDescriptor.Singleton(provider => decorate((T)(
            inner.ImplementationInstance
            ?? inner.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!))));
    }
}
