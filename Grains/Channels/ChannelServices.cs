using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Iskra.Channels;

/// <summary>Registers what channel grains need besides the event log.</summary>
public static class ChannelServices
{
    /// <summary>Adds the epoch source and the clock where there are none; <see cref="IEventLog"/> comes from the storage.</summary>
    public static IServiceCollection AddIskraChannels(this IServiceCollection services)
    {
        services.TryAddSingleton<IEpochSource, RandomEpochSource>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
