using Iskra.Silo.Storage;
using Iskra.Silo.Storage.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace Iskra.Tests.Storage;

/// <summary>The start of the process, with a database that is not there yet.</summary>
public sealed class StorageStartTests
{
    private readonly ManualTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_that_is_still_starting_is_waited_for()
    {
        var migrator = new Migrator(failures: 3, new StoreUnavailableException("starting up"));
        var started = Start(migrator).StartingAsync(Cancel);
        while (!started.IsCompleted)
        {
            _time.Advance(StorageStart.RetryDelay);
            await Task.Yield();
        }

        await started;
        Assert.Equal(4, migrator.Calls);
    }

    [Fact]
    public async Task The_wait_is_bounded_and_the_reason_is_told()
    {
        var migrator = new Migrator(failures: int.MaxValue, new StoreUnavailableException("refused"));
        var started = Start(migrator).StartingAsync(Cancel);
        while (!started.IsCompleted)
        {
            _time.Advance(StorageStart.RetryDelay);
            await Task.Yield();
        }

        Assert.Equal("refused", (await Assert.ThrowsAsync<StoreUnavailableException>(() => started)).Message);
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task A_migration_that_cannot_be_ends_the_start_at_once()
    {
        var migrator = new Migrator(failures: 1, new MigrationException("changed"));
        await Assert.ThrowsAsync<MigrationException>(() => Start(migrator).StartingAsync(Cancel));
        Assert.Equal(1, migrator.Calls);
    }

    private StorageStart Start(IMigrator migrator) =>
        new(migrator, new MemoryStoreHealth(), new StorageOptions(), _time, NullLogger<StorageStart>.Instance);

    private sealed class Migrator(int failures, Exception failure) : IMigrator
    {
        public int Calls { get; private set; }

        public Task<int> ApplyAsync(CancellationToken cancellationToken) =>
            ++Calls <= failures ? Task.FromException<int>(failure) : Task.FromResult(0);
    }
}
