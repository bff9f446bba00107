using System.Net.Sockets;
using Npgsql;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>Tells a database that is away from a statement that is wrong.</summary>
public static class PostgresFaults
{
    /// <summary>Whether the exception means that the database cannot be used now, or that its answer was lost.</summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException postgres => IsUnavailable(postgres.SqlState),
        NpgsqlException or TimeoutException or SocketException or IOException => true,
        _ => false,
    };

    /// <summary>
    /// Whether an SQLSTATE (PostgreSQL manual, appendix A) means the same: connection exceptions, refused logins, a database
    /// that is not there, conflicts that a repetition solves, insufficient resources, operator intervention (shutdown,
    /// cancelled by a timeout), system errors, and a server that only reads (a standby after a failover).
    /// </summary>
    public static bool IsUnavailable(string sqlState) =>
        sqlState.Length == 5
        && (sqlState[..2] is "08" or "28" or "40" or "53" or "57" or "58" || sqlState is "25006" or "3D000" or "55P03");

    /// <summary>Whether the data of the statement is at fault: out of range, malformed, or against a constraint.</summary>
    public static bool IsDataFault(Exception exception) =>
        exception is PostgresException { SqlState: ['2', '2' or '3', ..] };

    /// <summary>
    /// Whether a row was on its way into the default partition when the partition of its day was attached. Nothing was stored; a
    /// repetition finds the new partition.
    /// </summary>
    public static bool IsPartitionJustAttached(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.CheckViolation, TableName: "metrics_default", ConstraintName: null };

    /// <summary>The exception that callers of the store get.</summary>
    public static StoreUnavailableException Unavailable(Exception cause) => new($"The database is away: {cause.Message}", cause);
}
