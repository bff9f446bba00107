using Iskra.Silo.Storage.Postgres;

namespace Iskra.Tests.Storage;

/// <summary>One run of the retention deletes so much and no more; the next goes on.</summary>
public sealed class RetentionBoundTests(PostgresServer server) : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private StoreUnderTest _store = null!;
    private PostgresDatabase _database = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connectionString = await server.CreateDatabaseAsync();
        _store = await StoreUnderTest.PostgresAsync(connectionString, _time);
        _database = new PostgresDatabase(connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Events_are_deleted_in_so_many_batches_of_so_many_rows()
    {
        var head = await _store.Log.OpenAsync("log/a", Cancel);
        Assert.True(await _store.Log.AppendAsync("log/a", head, Some.Events(1, 31), Cancel));
        var retention = new RowRetention(_database, batchRows: 10, maxBatches: 3);
        Assert.Equal(30, await retention.DeleteEventsBeforeAsync(_time.GetUtcNow(), Cancel));
        Assert.Equal(1, await retention.DeleteEventsBeforeAsync(_time.GetUtcNow(), Cancel));
        Assert.Equal(0, await retention.DeleteEventsBeforeAsync(_time.GetUtcNow(), Cancel));
    }

    [Fact]
    public async Task Of_the_events_that_a_channel_has_too_many_of_the_oldest_go_first()
    {
        var head = await _store.Log.OpenAsync("log/a", Cancel);
        Assert.True(await _store.Log.AppendAsync("log/a", head, Some.Events(1, 41), Cancel));
        var retention = new RowRetention(_database, batchRows: 10, maxBatches: 3);
        Assert.Equal(30, await retention.DeleteEventsBeyondAsync(10, Cancel));
        Assert.Equal(31, (await _store.Log.ReadAfterAsync("log/a", head.Epoch, 0, 1, Cancel))[0].Seq);
        Assert.Equal(1, await retention.DeleteEventsBeyondAsync(10, Cancel));
    }

    [Fact]
    public async Task Old_rows_leave_the_default_partition_so_many_at_a_time()
    {
        var old = _time.GetUtcNow().AddDays(-40);
        await _store.Metrics.WriteAsync([.. Enumerable.Range(0, 6).Select(i => Some.Sample(i, old))], Cancel);
        var partitions = new SamplePartitions(_database, maxDefaultRows: 5);
        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        await partitions.KeepAsync(today, 30, Cancel);
        Assert.Equal(1, await CountAsync());
        await partitions.KeepAsync(today, 30, Cancel);
        Assert.Equal(0, await CountAsync());
    }

    private async Task<long> CountAsync() =>
        (await _database.QueryAsync("select count(*) from metrics", row => row.GetInt64(0), Cancel))[0];
}
