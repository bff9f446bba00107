using Iskra.Delta;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Sessions;
using Iskra.Seams;
using Iskra.Voices;
using Microsoft.Extensions.Options;

namespace Iskra.Gateway.Hosting;

/// <summary>Adds voices, seams and ∆DΩΛ records to a process, whatever its role.</summary>
internal static class VoiceHosting
{
    /// <summary>Adds them. A process without grains uses the configuration to know what the voices count.</summary>
    /// <exception cref="RuleConfigurationException">The configuration makes no sense.</exception>
    internal static IServiceCollection AddIskraVoiceHosting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IVoiceMeter, VoiceMeter>();
        services.AddIskraVoices(configuration).AddIskraSeams(configuration);
        services.AddIskraDelta(static provider => provider.GetRequiredService<GatewayIdentity>().Id);
        services.AddSingleton<ConnectionReports>();
        services.AddSingleton<LoggingDetail>();
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>>(static provider => provider.GetRequiredService<LoggingDetail>());
        services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(static provider => provider.GetRequiredService<LoggingDetail>());
        services.AddHostedService<ChorusAttendant>();
        return services;
    }
}
