using Npgsql;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>
/// Sees to it that one cluster at a time works on a store, and that no two clusters share the name under which their reminders stand.
/// A store is the schema that the search path of the connection string chooses. What nobody alive holds is taken over.
/// </summary>
/// <param name="database">The store.</param>
/// <param name="cluster"><c>Cluster:Id</c>.</param>
/// <param name="service"><c>Cluster:ServiceId</c>.</param>
public sealed class PostgresStoreClaim(PostgresDatabase database, string cluster, string service)
{
    /// <summary>A silo that wrote this long ago that it is alive is so no longer; silos write it every 10 s.</summary>
    public static readonly TimeSpan AliveWithin = TimeSpan.FromSeconds(30);

    /// <summary>A silo that claimed the store this lately may still be joining its cluster.</summary>
    public static readonly TimeSpan JoinsWithin = TimeSpan.FromSeconds(15);

    // Those who claim wait for each other.
    private const string LockSql = "select pg_advisory_xact_lock(hashtext('iskra store claim'), 0)";

    // Of the members, 6 are dead.
    private const string OthersSql = """
        select store_schema, cluster_id, service_id from orleans.store_claim c
        where (store_schema = current_schema() or cluster_id = $1 or service_id = $2)
          and not (store_schema = current_schema() and cluster_id = $1 and service_id = $2)
          and (claimed_at > now() - $3 or exists (
            select from orleans.membership m where m.cluster_id = c.cluster_id and m.status < 6 and m.alive_at > now() - $4))
        limit 1
        """;

    private const string ReleaseSql = "delete from orleans.store_claim where store_schema = current_schema() or cluster_id = $1 or service_id = $2";

    private const string ClaimSql = "insert into orleans.store_claim (store_schema, cluster_id, service_id) values (current_schema(), $1, $2)";

    /// <summary>Claims the store for this cluster; to be called by every silo before it joins, once the tables are there.</summary>
    /// <exception cref="StoreUnavailableException">Another cluster that is alive works on it, or the database cannot be reached.</exception>
    public Task ClaimAsync(CancellationToken cancellationToken) => database.RunAsync(ClaimAsync, cancellationToken);

    private async Task<bool> ClaimAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, LockSql, cancellationToken);
        if (await FindOtherAsync(connection, cancellationToken) is { } other) throw new StoreUnavailableException(other);
        await ExecuteAsync(connection, ReleaseSql, cancellationToken, Parameter.Text(cluster), Parameter.Text(service));
        await ExecuteAsync(connection, ClaimSql, cancellationToken, Parameter.Text(cluster), Parameter.Text(service));
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<string?> FindOtherAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(OthersSql, connection)
        {
            Parameters = { Parameter.Text(cluster), Parameter.Text(service), Parameter.Interval(JoinsWithin), Parameter.Interval(AliveWithin) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        return $"Cluster:Id '{cluster}' with Cluster:ServiceId '{service}' cannot start beside a cluster that is alive: id '{reader.GetString(1)}', service '{reader.GetString(2)}', "
            + $"schema '{reader.GetString(0)}'. Each cluster needs an id, a service and a schema of its own (Search Path=… in ConnectionStrings:Iskra); to replace a cluster, stop it first.";
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
