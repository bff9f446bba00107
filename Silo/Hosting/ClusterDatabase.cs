using Npgsql;

namespace Iskra.Silo.Hosting;

/// <summary>How the providers of Orleans reach the database: the same one as the store, in a schema and with connections of their own.</summary>
public static class ClusterDatabase
{
    /// <summary>The schema with the members, the reminders and the statements of the providers; migrations make it.</summary>
    public const string Schema = "orleans";

    /// <summary>Most connections of this process for the cluster. They are few and short, and none must wait for those of the store.</summary>
    public const int MaxPoolSize = 6;

    /// <summary>How long connecting may take, in seconds.</summary>
    public const int ConnectTimeoutSeconds = 3;

    /// <summary>How long a statement may take, in seconds.</summary>
    public const int CommandTimeoutSeconds = 5;

    /// <summary>The connection string for the providers, made of that of the store.</summary>
    public static string ConnectionString(string store) => new NpgsqlConnectionStringBuilder(store)
    {
        SearchPath = Schema,
        MaxPoolSize = MaxPoolSize,
        MinPoolSize = 0,
        Timeout = ConnectTimeoutSeconds,
        CommandTimeout = CommandTimeoutSeconds,
        ApplicationName = "iskra-cluster",
    }.ConnectionString;
}
