using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Iskra.Metrics;

/// <summary>Registers what the grains of the metrics need beside the ports to the store.</summary>
public static class MetricServices
{
    /// <summary>
    /// Registers <see cref="MetricSettings"/> and <see cref="MetricDeclarations"/> from configuration section <c>Metrics</c>.
    /// </summary>
    /// <exception cref="MetricConfigurationException">The section makes no sense; all problems are named.</exception>
    public static IServiceCollection AddIskraMetrics(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = MetricConfiguration.Read(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(settings.Declarations);
        return services;
    }

    /// <summary>Wakes the declared metrics once the process has started; see <see cref="MetricWake"/>.</summary>
    public static IServiceCollection AddIskraMetricWake(this IServiceCollection services) => services.AddHostedService<MetricWake>();
}
