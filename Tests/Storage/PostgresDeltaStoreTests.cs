namespace Iskra.Tests.Storage;

public sealed class PostgresDeltaStoreTests(PostgresServer server) : DeltaStoreContract
{
    protected override async Task<StoreUnderTest> OpenStoreAsync() => await StoreUnderTest.PostgresAsync(
        await server.CreateDatabaseAsync(), new ManualTime(new DateTimeOffset(2030, 1, 10, 0, 0, 0, TimeSpan.Zero)), ("Storage:DeltaRetentionDays", "2"));

    [Fact]
    public async Task Records_that_have_outlived_their_retention_go()
    {
        await Records.WriteAsync([Record(1), Record(2) with { Timestamp = new DateTimeOffset(2030, 1, 8, 0, 0, 0, TimeSpan.Zero) }], Cancel);
        await Store.Maintenance.RunAsync(Cancel);
        Assert.Equal(["r-2"], (await Records.ReadAsync(Filter(), Cancel)).Records.Select(record => record.Id));
    }
}
