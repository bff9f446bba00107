using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Seams;

/// <summary>Registers what the grain of the seams needs.</summary>
public static class SeamServices
{
    /// <summary>Registers <see cref="SeamSettings"/> from configuration section <c>Seams</c>.</summary>
    /// <exception cref="RuleConfigurationException">The section makes no sense; all problems are named.</exception>
    public static IServiceCollection AddIskraSeams(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(SeamConfiguration.Read(configuration));
}
