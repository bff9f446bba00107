namespace Iskra.Tests.Storage;

public sealed class PostgresNotificationStoreTests(PostgresServer server) : NotificationStoreContract
{
    private string _connectionString = string.Empty;

    protected override async Task<StoreUnderTest> OpenStoreAsync()
    {
        _connectionString = await server.CreateDatabaseAsync();
        return await StoreUnderTest.PostgresAsync(_connectionString);
    }

    [Fact]
    public async Task A_person_can_read_the_outbox_with_psql()
    {
        await Outbox.AddAsync("team", [SomeNotification.Step("a")], SomeNotification.Noon);
        Assert.Equal(
            ["team slack[0] P0 pending a"],
            await PostgresServer.QueryAsync<string>(
                _connectionString,
                "select receiver || ' ' || integration || ' ' || priority || ' ' || status || ' ' || (notification -> 'alerts' -> 0 -> 'labels' ->> 'alertname') from notification"));
    }
}
