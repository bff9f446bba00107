using System.Collections.Concurrent;
using System.Diagnostics;
using Iskra.Channels;
using Iskra.Delta;
using Iskra.Notifications;
using Iskra.Silo.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Storage;

/// <summary>The database goes away and comes back, on a server of its own.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private readonly PostgresServer _server = new();
    private string _connectionString = string.Empty;
    private StoreUnderTest _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _connectionString = await _server.CreateDatabaseAsync();
        _store = await StoreUnderTest.PostgresAsync(_connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_database_that_stops_and_starts_amid_writes_loses_no_acknowledged_sample(bool immediately)
    {
        using var stop = new CancellationTokenSource();
        var acknowledged = new ConcurrentQueue<double>();
        var refused = new ConcurrentQueue<Exception>();
        var writers = Enumerable.Range(0, 4).Select(writer => WriteUntilAsync(writer, acknowledged, refused, stop.Token)).ToArray();
        await Eventually.TrueAsync(() => acknowledged.Count > 50, "samples are acknowledged");

        await _server.StopAsync(immediately);
        await Eventually.TrueAsync(() => refused.Count > 4, "writes are refused");
        Assert.Null(await _store.Health.ProbeAsync(Cancel));
        await _server.StartAsync();

        var before = acknowledged.Count;
        await Eventually.TrueAsync(() => acknowledged.Count > before + 50, "samples are acknowledged again");
        await stop.CancelAsync();
        await Task.WhenAll(writers).WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        Assert.All(refused, exception => Assert.IsType<StoreUnavailableException>(exception));
        Assert.NotNull(await _store.Health.ProbeAsync(Cancel));
        var stored = (await PostgresServer.QueryAsync<double>(_connectionString, "select value from metrics")).ToHashSet();
        Assert.Superset(acknowledged.ToHashSet(), stored);
    }

    [Fact]
    public async Task While_the_database_is_away_everything_fails_fast_and_says_so()
    {
        var head = await _store.Log.OpenAsync("log/a", Cancel);
        await _server.StopAsync();
        var started = Stopwatch.GetTimestamp();
        await AssertAwayAsync(() => _store.Log.OpenAsync("log/a", Cancel));
        await AssertAwayAsync(() => _store.Log.AppendAsync("log/a", head, Some.Events(1, 1), Cancel));
        await AssertAwayAsync(() => _store.Log.ReadAfterAsync("log/a", head.Epoch, 0, 1, Cancel));
        await AssertAwayAsync(() => _store.Metrics.WriteAsync(Some.Samples(1), Cancel));
        await AssertAwayAsync(() => _store.Metrics.NewestAsync("clarity", Cancel));
        await AssertAwayAsync(() => _store.States.ReadStateAsync("s", GrainId.Create("a", "b"), new GrainState<string>()));
        await AssertAwayAsync(() => _store.States.WriteStateAsync("s", GrainId.Create("a", "b"), new GrainState<string> { State = "x" }));
        await AssertAwayAsync(() => ((IManyStatesReader)_store.States).ReadStatesAsync(
            GrainId.Create("a", "b"), new Dictionary<string, GrainState<string>> { ["s"] = new(), ["t"] = new() }));
        await AssertAwayAsync(() => Records(_store).WriteAsync([Some.DeltaRecord(1)], Cancel));
        await AssertAwayAsync(() => Records(_store).ReadAsync(Some.DeltaFilter, Cancel));
        await AssertNotificationsAreAwayAsync();
        await AssertAwayAsync(() => _store.Maintenance.RunAsync(Cancel));
        await using var database = new PostgresDatabase(_connectionString);
        await AssertAwayAsync(() => new PostgresStoreClaim(database, "blue", "iskra").ClaimAsync(Cancel));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await _server.StartAsync();
        Assert.True(await _store.Log.AppendAsync("log/a", head, Some.Events(1, 1), Cancel));
    }

    [Fact]
    public async Task An_append_whose_answer_was_lost_is_whole_or_not_there()
    {
        var head = await _store.Log.OpenAsync("log/a", Cancel);
        using var stop = new CancellationTokenSource();
        var killer = KillConnectionsAsync(stop.Token);
        var lost = 0;
        for (var round = 0; round < 300 && lost < 20; round++)
        {
            var events = Enumerable.Range(1, 3).Select(i => Some.Event(head.Seq + i, $"{round}/{i}")).ToArray();
            if (!await TryAppendAsync(head, events))
            {
                lost++;
                var found = await RetriedAsync(() => _store.Log.ReadAfterAsync("log/a", head.Epoch, head.Seq, 10, Cancel));
                Assert.True(found.Length is 0 or 3);
                head = head with { Seq = head.Seq + found.Length };
                continue;
            }

            head = head with { Seq = head.Seq + 3 };
        }

        await stop.CancelAsync();
        await killer;
        Assert.True(lost > 0);
        Assert.Equal(head, await RetriedAsync(() => _store.Log.OpenAsync("log/a", Cancel)));
        Assert.Equal([head.Seq], await PostgresServer.QueryAsync<long>(_connectionString, "select count(*) from channel_event"));
    }

    [Fact]
    public async Task A_database_that_does_not_answer_in_time_is_away()
    {
        await using var impatient = await StoreUnderTest.PostgresAsync(_connectionString + ";Command Timeout=1");
        await using var connection = new Npgsql.NpgsqlConnection(_connectionString);
        await connection.OpenAsync(Cancel);
        await using (var transaction = await connection.BeginTransactionAsync(Cancel))
        {
            await using var command = new Npgsql.NpgsqlCommand("lock table metrics, channel_head, grain_state, delta_record, notification", connection);
            await command.ExecuteNonQueryAsync(Cancel);
            await Task.WhenAll(
                AssertAwayAsync(() => impatient.Metrics.WriteAsync(Some.Samples(1), Cancel)),
                AssertAwayAsync(() => impatient.Log.OpenAsync("log/a", Cancel)),
                AssertAwayAsync(() => Records(impatient).WriteAsync([Some.DeltaRecord(1)], Cancel)),
                AssertAwayAsync(() => Notifications(impatient).AddAsync("team", [SomeNotification.Step("k")], Some.Time)),
                AssertAwayAsync(() => impatient.States.WriteStateAsync("s", GrainId.Create("a", "b"), new GrainState<string> { State = "x" })))
                .WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        }

        await impatient.Metrics.WriteAsync(Some.Samples(1), Cancel);
        Assert.NotNull(await impatient.Metrics.NewestAsync("clarity", Cancel));
    }

    private static IDeltaStore Records(StoreUnderTest store) => store.Services.GetRequiredService<IDeltaStore>();

    private static INotificationStore Notifications(StoreUnderTest store) => store.Services.GetRequiredService<INotificationStore>();

    private async Task AssertNotificationsAreAwayAsync()
    {
        var store = Notifications(_store);
        await AssertAwayAsync(() => store.AddAsync("team", [SomeNotification.Step("k")], Some.Time));
        await AssertAwayAsync(() => store.LoadAsync("team"));
        await AssertAwayAsync(() => store.OfAlertAsync("00000000000000ab", 1));
        await AssertAwayAsync(() => store.ReceiversAsync());
        await AssertAwayAsync(() => store.ForgetAsync(Some.Time));
    }

    private static async Task AssertAwayAsync(Func<Task> act) => await Assert.ThrowsAsync<StoreUnavailableException>(act);

    private static async Task<T> RetriedAsync<T>(Func<Task<T>> read)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await read();
            }
            catch (StoreUnavailableException) when (tries < 100)
            {
                // This connection was killed too.
            }
        }
    }

    private async Task WriteUntilAsync(
        int writer, ConcurrentQueue<double> acknowledged, ConcurrentQueue<Exception> refused, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var value = (writer * 1_000_000.0) + i;
            try
            {
                await _store.Metrics.WriteAsync([Some.Sample(value, Some.Time.AddMilliseconds(i))], CancellationToken.None);
                acknowledged.Enqueue(value);
            }
            catch (Exception exception)
            {
                refused.Enqueue(exception);
                await _store.Health.ProbeAsync(CancellationToken.None);
            }
        }
    }

    private async Task<bool> TryAppendAsync(ChannelPosition head, ChannelEvent[] events)
    {
        try
        {
            return await _store.Log.AppendAsync("log/a", head, [.. events], Cancel);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private async Task KillConnectionsAsync(CancellationToken stop)
    {
        await using var connection = new Npgsql.NpgsqlConnection(_connectionString + ";Application Name=killer");
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new Npgsql.NpgsqlCommand(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'iskra' and state = 'active'", connection);
        while (!stop.IsCancellationRequested)
        {
            await command.ExecuteScalarAsync(CancellationToken.None);
        }
    }
}
