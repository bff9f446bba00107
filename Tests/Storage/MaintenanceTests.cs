using Iskra.Channels;

namespace Iskra.Tests.Storage;

/// <summary>What maintenance does to the rows.</summary>
public sealed class MaintenanceTests(PostgresServer server) : IAsyncLifetime
{
    private const string PlacesSql = "select tableoid::regclass || ' ' || value from metrics order by value";

    private readonly ManualTime _time = new();
    private string _connectionString = string.Empty;
    private StoreUnderTest _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await server.CreateDatabaseAsync();
        _store = await StoreUnderTest.PostgresAsync(_connectionString, _time, ("Storage:EventsPerChannel", "1000"));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Today_and_the_next_seven_days_have_partitions()
    {
        await _store.Maintenance.RunAsync(Cancel);
        await _store.Maintenance.RunAsync(Cancel);
        Assert.Equal(
            [.. Enumerable.Range(1, 8).Select(day => $"metrics_2030010{day}"), "metrics_default"],
            await PostgresServer.QueryAsync<string>(_connectionString, "select inhrelid::regclass::text from pg_inherits where inhparent = 'metrics'::regclass order by 1"));
    }

    [Fact]
    public async Task Samples_without_a_partition_are_kept_and_move_when_their_day_gets_one()
    {
        var now = _time.GetUtcNow();
        await _store.Metrics.WriteAsync([Some.Sample(1, now), Some.Sample(2, now.AddDays(-3)), Some.Sample(3, now.AddDays(9)), Some.Sample(4, now.AddDays(-40))], Cancel);
        Assert.Equal(
            ["metrics_default 1", "metrics_default 2", "metrics_default 3", "metrics_default 4"],
            await PostgresServer.QueryAsync<string>(_connectionString, PlacesSql));
        await _store.Maintenance.RunAsync(Cancel);
        Assert.Equal(
            ["metrics_20300101 1", "metrics_20291229 2", "metrics_default 3"],
            await PostgresServer.QueryAsync<string>(_connectionString, PlacesSql));
        _time.Advance(TimeSpan.FromDays(2));
        await _store.Maintenance.RunAsync(Cancel);
        Assert.Contains("metrics_20300110 3", await PostgresServer.QueryAsync<string>(_connectionString, PlacesSql));
    }

    [Fact]
    public async Task Samples_are_dropped_with_their_day_after_thirty_days()
    {
        var now = _time.GetUtcNow();
        await _store.Maintenance.RunAsync(Cancel);
        await _store.Metrics.WriteAsync([Some.Sample(1, now), Some.Sample(2, now.AddDays(1))], Cancel);
        _time.Advance(TimeSpan.FromDays(31));
        await _store.Maintenance.RunAsync(Cancel);
        Assert.Equal(["metrics_20300102 2"], await PostgresServer.QueryAsync<string>(_connectionString, PlacesSql));
        Assert.Equal([false], await PostgresServer.QueryAsync<bool>(_connectionString, "select to_regclass('metrics_20300101') is not null"));
    }

    [Fact]
    public async Task Two_processes_keep_the_partitions_at_once()
    {
        await using var other = await StoreUnderTest.PostgresAsync(_connectionString, _time);
        await _store.Metrics.WriteAsync([.. Enumerable.Range(0, 20).Select(i => Some.Sample(i, _time.GetUtcNow().AddDays(-i)))], Cancel);
        await Task.WhenAll(_store.Maintenance.RunAsync(Cancel), other.Maintenance.RunAsync(Cancel));
        await _store.Maintenance.RunAsync(Cancel);
        Assert.Equal([0L], await PostgresServer.QueryAsync<long>(_connectionString, "select count(*) from metrics_default"));
        Assert.Equal([20L], await PostgresServer.QueryAsync<long>(_connectionString, "select count(*) from metrics"));
    }

    [Fact]
    public async Task Events_go_when_they_are_too_old_and_the_head_stays()
    {
        var head = await _store.Log.OpenAsync("log/a", Cancel);
        var now = _time.GetUtcNow();
        Assert.True(await _store.Log.AppendAsync("log/a", head, [Accepted(1, now), Accepted(2, now.AddSeconds(2))], Cancel));
        _time.Advance(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1));
        await _store.Maintenance.RunAsync(Cancel);
        Assert.Equal([2L], (await _store.Log.ReadAfterAsync("log/a", head.Epoch, 0, 10, Cancel)).Select(e => e.Seq));
        _time.Advance(TimeSpan.FromDays(1));
        await _store.Maintenance.RunAsync(Cancel);
        Assert.Empty(await _store.Log.ReadAfterAsync("log/a", head.Epoch, 0, 10, Cancel));
        Assert.Equal(head with { Seq = 2 }, await _store.Log.OpenAsync("log/a", Cancel));
    }

    [Fact]
    public async Task Each_channel_keeps_its_newest_events_up_to_the_bound()
    {
        foreach (var (channel, count) in new[] { ("log/many", 1_500), ("log/few", 1_000) })
        {
            var head = await _store.Log.OpenAsync(channel, Cancel);
            for (var seq = 0; seq < count; seq += 500)
            {
                var events = Enumerable.Range(seq + 1, 500).Select(i => Accepted(i, _time.GetUtcNow()));
                Assert.True(await _store.Log.AppendAsync(channel, head with { Seq = seq }, [.. events], Cancel));
            }
        }

        await _store.Maintenance.RunAsync(Cancel);
        Assert.Equal(
            ["log/few 1-1000", "log/many 501-1500"],
            await PostgresServer.QueryAsync<string>(_connectionString, "select channel || ' ' || min(seq) || '-' || max(seq) from channel_event group by channel order by 1"));
    }

    private static ChannelEvent Accepted(long seq, DateTimeOffset at) =>
        Some.Event(seq) with { AcceptedUs = (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond };
}
