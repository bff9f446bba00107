using Iskra.Silo.Storage.Schema;
using Npgsql;

namespace Iskra.Tests.Storage;

public sealed class PostgresMetricStoreTests(PostgresServer server) : MetricStoreContract
{
    private string _connectionString = string.Empty;

    protected override async Task<StoreUnderTest> OpenStoreAsync()
    {
        _connectionString = await server.CreateDatabaseAsync();
        return await StoreUnderTest.PostgresAsync(_connectionString);
    }

    [Fact]
    public async Task A_row_inserted_by_hand_shows_up_in_the_history()
    {
        await PostgresServer.ExecuteAsync(
            _connectionString, "insert into metrics (timestamp, metric_name, value, source) values (now(), 'clarity', 0.8, 'psql')");
        await PostgresServer.ExecuteAsync(_connectionString, "insert into metrics (metric_name, value) values ('clarity', 0.7)");
        var samples = await Metrics.SamplesAsync("clarity", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, Cancel);
        Assert.Equal([0.8, 0.7], Values(samples));
        Assert.Equal(["psql", "manual"], samples.Select(sample => sample.Source));
        Assert.Equal(0.7, (await Metrics.NewestAsync("clarity", Cancel))!.Value.Value);
    }

    [Fact]
    public async Task The_queries_of_the_handbook_work_as_they_stand()
    {
        var now = TimeProvider.System.GetUtcNow();
        await Metrics.WriteAsync([Some.Sample(1, now.AddMinutes(-30)), Some.Sample(3, now.AddMinutes(-30)), Some.Sample(9, now.AddHours(-3))], Cancel);
        Assert.Equal([1.0, 3.0], (await PostgresServer.QueryAsync<double>(
            _connectionString,
            "select value from metrics where metric_name = 'clarity' and timestamp > now() - interval '1 hour' order by timestamp")).Order());
        Assert.Equal([9, 2], await PostgresServer.QueryAsync<double>(
            _connectionString,
            "select avg from (select time_bucket('1 minute', timestamp) as t, avg(value) from metrics where metric_name = 'clarity' group by t order by t) as q"));
    }

    [Theory]
    [InlineData("insert into metrics (metric_name, value) values ('clarity', 'NaN')")]
    [InlineData("insert into metrics (metric_name, value) values ('clarity', '-infinity')")]
    [InlineData("insert into metrics (metric_name, value) values ('Clarity', 1)")]
    [InlineData("insert into metrics (metric_name, value, source) values ('clarity', 1, 'a b')")]
    [InlineData("insert into metrics (metric_name, value, timestamp) values ('clarity', 1, 'infinity')")]
    public async Task What_no_reader_could_use_cannot_be_inserted_by_hand(string sql)
    {
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => PostgresServer.ExecuteAsync(_connectionString, sql));
        Assert.Equal("23514", refused.SqlState);
    }

    [Fact]
    public async Task A_bad_sample_fails_its_own_call_and_no_other()
    {
        var calls = Enumerable.Range(0, 50)
            .Select(i => Metrics.WriteAsync([Some.Sample(i == 20 ? double.NaN : i, Some.Time.AddMilliseconds(i))], Cancel)).ToArray();
        await Task.WhenAll(calls.Select(call => call.ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default)));
        Assert.Equal([20], Enumerable.Range(0, 50).Where(i => calls[i].IsFaulted));
        Assert.IsNotType<StoreUnavailableException>(calls[20].Exception!.InnerException);
        Assert.Equal(49, (await Metrics.SamplesAsync("clarity", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 100, Cancel)).Length);
    }

    [Fact]
    public async Task Samples_that_wait_while_the_partition_of_their_day_is_attached_are_stored()
    {
        await using var other = new NpgsqlConnection(_connectionString + ";Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        foreach (var statement in PartitionSql.Create(new DateOnly(2001, 2, 3)))
        {
            await using var command = new NpgsqlCommand(statement, other);
            await command.ExecuteNonQueryAsync(Cancel);
        }

        var write = Metrics.WriteAsync([Some.Sample(0.5, new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero))], Cancel);
        await Eventually.TrueAsync(
            async () => (await PostgresServer.QueryAsync<long>(_connectionString, "select count(*) from pg_locks where not granted"))[0] > 0,
            "the samples wait for the partition");
        await transaction.CommitAsync(Cancel);
        await write;
        Assert.Equal(["metrics_20010203"], await PostgresServer.QueryAsync<string>(_connectionString, "select tableoid::regclass::text from metrics"));
    }
}
