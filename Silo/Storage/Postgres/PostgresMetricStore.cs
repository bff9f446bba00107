using System.Collections.Immutable;
using Iskra.Metrics;
using Iskra.Silo.Storage.Queue;
using Npgsql;
using NpgsqlTypes;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>
/// The samples in table <c>metrics</c>. Calls that arrive while others are written go in together, each whole in one binary COPY,
/// and are acknowledged when it is committed.
/// </summary>
public sealed class PostgresMetricStore : IMetricStore, IAsyncDisposable
{
    /// <summary>Most samples in one COPY.</summary>
    public const int MaxCopy = 20_000;

    private const string CopySql = "copy metrics (timestamp, metric_name, value, source) from stdin (format binary)";

    private const string SamplesSql = """
        select value, timestamp, source from metrics
        where metric_name = $1 and timestamp >= $2 and timestamp < $3
        order by timestamp desc limit $4
        """;

    private const string NewestSql = "select value, timestamp, source from metrics where metric_name = $1 order by timestamp desc limit 1";

    private const string BucketsSql = """
        select time_bucket($2, timestamp) as bucket, avg(value), min(value), max(value), count(*) from metrics
        where metric_name = $1 and timestamp >= $3 and timestamp < $4
        group by bucket order by bucket desc limit $5
        """;

    private readonly PostgresDatabase _database;
    private readonly WriteQueue<ImmutableArray<Sample>, bool> _queue;

    /// <summary>Starts the writers.</summary>
    public PostgresMetricStore(PostgresDatabase database, StorageOptions options, TimeProvider time)
    {
        _database = database;
        var bounds = new WriteQueueOptions(
            "samples", options.SampleQueueLimit, MaxCopy, TimeSpan.FromMilliseconds(options.QueueTimeoutMs), options.SampleWriters);
        _queue = new WriteQueue<ImmutableArray<Sample>, bool>(bounds, CopyAsync, time);
    }

    /// <inheritdoc/>
    public Task WriteAsync(ImmutableArray<Sample> samples, CancellationToken cancellationToken)
    {
        StorageLimits.CheckSamples(samples);
        return _queue.WriteAsync(samples, samples.Length, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Sample?> NewestAsync(string metric, CancellationToken cancellationToken)
    {
        var rows = await _database.QueryAsync(NewestSql, row => ReadSample(row, metric), cancellationToken, Parameter.Text(metric));
        return rows.Count == 0 ? null : rows[0];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Sample>> SamplesAsync(
        string metric, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckRows(limit);
        var newestFirst = await _database.QueryAsync(
            SamplesSql,
            row => ReadSample(row, metric),
            cancellationToken,
            Parameter.Text(metric),
            Parameter.Timestamp(Microseconds.Ceiling(from)),
            Parameter.Timestamp(Microseconds.Ceiling(to)),
            Parameter.Bigint(limit));
        newestFirst.Reverse();
        return [.. newestFirst];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<SampleBucket>> BucketsAsync(
        string metric, TimeSpan bucket, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckRows(limit);
        ArgumentOutOfRangeException.ThrowIfLessThan(bucket, TimeSpan.FromMicroseconds(1));
        var newestFirst = await _database.QueryAsync(
            BucketsSql,
            ReadBucket,
            cancellationToken,
            Parameter.Text(metric),
            Parameter.Interval(bucket),
            Parameter.Timestamp(Microseconds.Ceiling(from)),
            Parameter.Timestamp(Microseconds.Ceiling(to)),
            Parameter.Bigint(limit));
        newestFirst.Reverse();
        return [.. newestFirst];
    }

    /// <summary>Writes what waits, then stops.</summary>
    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private static Sample ReadSample(NpgsqlDataReader row, string metric) =>
        new(metric, row.GetDouble(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2));

    private static SampleBucket ReadBucket(NpgsqlDataReader row) =>
        new(row.GetFieldValue<DateTimeOffset>(0), row.GetDouble(1), row.GetDouble(2), row.GetDouble(3), row.GetInt64(4));

    private async Task<IReadOnlyList<bool>> CopyAsync(IReadOnlyList<ImmutableArray<Sample>> calls)
    {
        using var bound = new CancellationTokenSource(_database.CommandTimeout);
        try
        {
            await CopyAsync(calls, bound.Token);
        }
        catch (Exception failure) when (PostgresFaults.IsPartitionJustAttached(failure))
        {
            await CopyAsync(calls, bound.Token);
        }
        catch (OperationCanceledException late) when (bound.IsCancellationRequested)
        {
            throw new StoreUnavailableException(
                $"The database did not take the samples within {_database.CommandTimeout.TotalSeconds} s; they may be stored.", late);
        }

        return [.. calls.Select(_ => true)];
    }

    private Task<ulong> CopyAsync(IReadOnlyList<ImmutableArray<Sample>> calls, CancellationToken cancellationToken) =>
        _database.RunAsync((connection, token) => CopyAsync(connection, calls, token), cancellationToken);

    // A COPY outside of a transaction is one by itself: it is committed when its end is confirmed.
    private static async Task<ulong> CopyAsync(
        NpgsqlConnection connection, IReadOnlyList<ImmutableArray<Sample>> calls, CancellationToken token)
    {
        await using var import = await connection.BeginBinaryImportAsync(CopySql, token);
        foreach (var samples in calls)
        {
            await WriteRowsAsync(import, samples, token);
        }

        return await import.CompleteAsync(token);
    }

    private static async Task WriteRowsAsync(NpgsqlBinaryImporter import, ImmutableArray<Sample> samples, CancellationToken token)
    {
        foreach (var sample in samples)
        {
            await import.StartRowAsync(token);
            await import.WriteAsync(Microseconds.Floor(sample.Timestamp).UtcDateTime, NpgsqlDbType.TimestampTz, token);
            await import.WriteAsync(sample.Metric, NpgsqlDbType.Text, token);
            await import.WriteAsync(sample.Value, NpgsqlDbType.Double, token);
            await import.WriteAsync(sample.Source, NpgsqlDbType.Text, token);
        }
    }
}
