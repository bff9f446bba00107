using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Silo.Storage;

public static partial class StorageServices
{
    private static void AddPostgres(IServiceCollection services, string connectionString) =>
        throw new StorageConfigurationException("This version keeps everything in memory; unset ConnectionStrings:Iskra or set Store=memory.");
}
