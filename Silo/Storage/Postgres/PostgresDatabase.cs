using Npgsql;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>
/// The one way to the database: a pool of connections that fails fast and heals by itself. Statements are prepared once per
/// connection. What the connection string says wins over the defaults given here.
/// </summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>How long connecting may take, in seconds.</summary>
    public const int ConnectTimeoutSeconds = 2;

    /// <summary>How long a command may take, in seconds.</summary>
    public const int CommandTimeoutSeconds = 5;

    /// <summary>Most connections of this process.</summary>
    public const int MaxPoolSize = 24;

    private readonly NpgsqlDataSource _source;

    /// <summary>Makes the pool; connects when first used.</summary>
    /// <exception cref="ArgumentException">The connection string is malformed.</exception>
    public PostgresDatabase(string connectionString)
    {
        var effective = WithDefaults(connectionString);
        CommandTimeout = TimeSpan.FromSeconds(effective.CommandTimeout);
        _source = NpgsqlDataSource.Create(effective.ConnectionString);
    }

    /// <summary>How long one command may take.</summary>
    public TimeSpan CommandTimeout { get; }

    /// <summary>Whether the samples are laid out as a hypertable; known once migrations have been applied.</summary>
    public bool HasHypertable { get; internal set; }

    /// <summary>Checks a connection string without connecting.</summary>
    /// <exception cref="StorageConfigurationException">It is malformed or names no host.</exception>
    public static void Check(string connectionString)
    {
        try
        {
            if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connectionString).Host))
            {
                throw new StorageConfigurationException("ConnectionStrings:Iskra names no host; it must begin like Host=localhost;Port=5432;…");
            }
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            throw new StorageConfigurationException(
                $"ConnectionStrings:Iskra cannot be read: {malformed.Message} It must look like Host=…;Port=…;Username=…;Password=…;Database=…", malformed);
        }
    }

    /// <summary>Runs work on a connection.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached, or its answer was lost.</exception>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            return await work(connection, cancellationToken);
        }
        catch (Exception exception) when (PostgresFaults.IsUnavailable(exception))
        {
            throw PostgresFaults.Unavailable(exception);
        }
    }

    /// <summary>Runs one statement that answers with a number of rows.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached, or its answer was lost.</exception>
    public Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        RunAsync(
            async (connection, token) =>
            {
                await using var command = Command(connection, sql, parameters);
                return await command.ExecuteNonQueryAsync(token);
            },
            cancellationToken);

    /// <summary>Runs one query and reads its rows.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<T>> QueryAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        RunAsync(
            async (connection, token) =>
            {
                await using var command = Command(connection, sql, parameters);
                await using var reader = await command.ExecuteReaderAsync(token);
                var rows = new List<T>();
                while (await reader.ReadAsync(token))
                {
                    rows.Add(read(reader));
                }

                return rows;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static NpgsqlConnectionStringBuilder WithDefaults(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        Default(given, "Timeout", ConnectTimeoutSeconds);
        Default(given, "Command Timeout", CommandTimeoutSeconds);
        Default(given, "Cancellation Timeout", 1_000);
        Default(given, "Maximum Pool Size", MaxPoolSize);
        Default(given, "Max Auto Prepare", 64);
        Default(given, "Auto Prepare Min Usages", 2);
        Default(given, "No Reset On Close", true);
        Default(given, "Application Name", "iskra");

        // A partition that is young has no statistics yet, and a plan made for the values at hand then reads and sorts all of it.
        // A plan made without them follows the index, and is made once.
        Default(given, "Options", "-c plan_cache_mode=force_generic_plan");
        return given;
    }

    private static void Default(NpgsqlConnectionStringBuilder builder, string keyword, object value)
    {
        if (!builder.ContainsKey(keyword) || !builder.ShouldSerialize(keyword))
        {
            builder[keyword] = value;
        }
    }
}
