namespace Iskra.Tests.Storage;

public sealed class PostgresEventLogTests(PostgresServer server) : EventLogContract
{
    protected override async Task<StoreUnderTest> OpenStoreAsync() =>
        await StoreUnderTest.PostgresAsync(await server.CreateDatabaseAsync());
}
