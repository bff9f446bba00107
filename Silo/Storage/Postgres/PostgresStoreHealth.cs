namespace Iskra.Silo.Storage.Postgres;

/// <summary>Asks the database for a sign of life.</summary>
public sealed class PostgresStoreHealth(PostgresDatabase database, TimeProvider time) : IStoreHealth
{
    /// <summary>Longest wait for the answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string Name => database.HasHypertable ? "timescaledb" : "postgres";

    /// <inheritdoc/>
    public async Task<TimeSpan?> ProbeAsync(CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        var started = time.GetTimestamp();
        try
        {
            await database.ExecuteAsync("select 1", either.Token);
            return time.GetElapsedTime(started);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
