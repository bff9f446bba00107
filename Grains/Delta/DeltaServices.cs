using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Iskra.Delta;

/// <summary>Registers what reports and records need beside <see cref="IDeltaStore"/>.</summary>
public static class DeltaServices
{
    /// <summary>Registers <see cref="IDeltaReporter"/>; the voices must be registered.</summary>
    /// <param name="services">The services.</param>
    /// <param name="source">Name of the process in records.</param>
    public static IServiceCollection AddIskraDelta(this IServiceCollection services, Func<IServiceProvider, string> source)
    {
        services.TryAddSingleton(provider => new DeltaOptions(source(provider)));
        services.TryAddSingleton<DeltaReporter>();
        services.TryAddSingleton<IDeltaReporter>(provider => provider.GetRequiredService<DeltaReporter>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<DeltaReporter>());
        return services;
    }
}
