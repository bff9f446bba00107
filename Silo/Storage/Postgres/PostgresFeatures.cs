using Iskra.Silo.Storage.Schema;
using Npgsql;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>Finds out what a database offers beyond PostgreSQL itself.</summary>
internal static class PostgresFeatures
{
    private const string AvailableSql = "select exists (select from pg_available_extensions where name = 'timescaledb')";

    private const string OfferSql = """
        select to_regprocedure('time_bucket(interval, timestamptz)') is not null,
          coalesce(current_setting('timescaledb.license', true), '') = 'timescale'
        """;

    /// <summary>Creates the extension where it is available and allowed, and says what came of it.</summary>
    public static async Task<StoreFeatures> DetectAsync(PostgresDatabase database, CancellationToken cancellationToken)
    {
        var available = await database.QueryAsync(AvailableSql, row => row.GetBoolean(0), cancellationToken);
        if (!available[0] || !await TryCreateAsync(database, cancellationToken))
        {
            return new StoreFeatures(Hypertables: false, TimeBucket: false);
        }

        var offers = await database.QueryAsync(OfferSql, row => (Bucket: row.GetBoolean(0), License: row.GetBoolean(1)), cancellationToken);
        var (hasBucket, hasLicense) = offers[0];
        return new StoreFeatures(hasBucket && hasLicense, hasBucket);
    }

    // Fails where the role may not, where the library is not preloaded, and where another version is loaded: it is then not used.
    private static async Task<bool> TryCreateAsync(PostgresDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            await database.ExecuteAsync("create extension if not exists timescaledb", cancellationToken);
            return true;
        }
        catch (PostgresException)
        {
            return false;
        }
        catch (StoreUnavailableException unusable) when (unusable.InnerException is PostgresException { SqlState: ['5', '8', ..] })
        {
            return false;
        }
    }
}
