using Iskra.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Iskra.Voices;

/// <summary>Registers what the grains of the voices need.</summary>
public static class VoiceServices
{
    /// <summary>Registers <see cref="VoiceSettings"/> from configuration section <c>Voices</c>; the metrics must be registered.</summary>
    /// <exception cref="RuleConfigurationException">The section makes no sense; all problems are named.</exception>
    public static IServiceCollection AddIskraVoices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(VoiceConfiguration.Read(configuration, MetricConfiguration.Read(configuration).Declarations));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IVoiceMeter, SilentVoiceMeter>();
        services.TryAddSingleton(provider => new HealthProbes(
            provider.GetService<IStoreHealth>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<HealthProbes>>()));
        return services;
    }
}
