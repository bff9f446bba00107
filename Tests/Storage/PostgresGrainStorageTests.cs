namespace Iskra.Tests.Storage;

public sealed class PostgresGrainStorageTests(PostgresServer server) : GrainStorageContract
{
    private string _connectionString = string.Empty;

    protected override async Task<StoreUnderTest> OpenStoreAsync()
    {
        _connectionString = await server.CreateDatabaseAsync();
        return await StoreUnderTest.PostgresAsync(_connectionString);
    }

    [Fact]
    public async Task A_person_can_read_a_state_with_psql()
    {
        await States.WriteStateAsync("note", GrainId.Create("alert", "a1"), new GrainState<Note> { State = Text("Искра") });
        Assert.Equal(
            ["""alert a1 note {"text":"Искра","mood":"fair","values":[],"at":"0001-01-01T00:00:00+00:00"}"""],
            await PostgresServer.QueryAsync<string>(
                _connectionString, "select grain_type || ' ' || grain_key || ' ' || state_name || ' ' || state::text from grain_state"));
    }

    [Fact]
    public async Task Many_states_of_a_grain_are_read_at_once()
    {
        var grain = GrainId.Create("alert", "many");
        await States.WriteStateAsync("a", grain, new GrainState<Note> { State = Text("1") });
        await States.WriteStateAsync("b", grain, new GrainState<Note> { State = Text("2") });
        await States.WriteStateAsync("a", GrainId.Create("alert", "another"), new GrainState<Note> { State = Text("3") });
        var read = new Dictionary<string, GrainState<Note>> { ["a"] = new(), ["b"] = new(), ["c"] = new() { ETag = "7", RecordExists = true } };
        await Assert.IsAssignableFrom<IManyStatesReader>(States).ReadStatesAsync(grain, read);
        Assert.Equal(["1", "2", null], read.Values.Select(state => state.State?.Text));
        Assert.Equal([true, true, false], read.Values.Select(state => state.RecordExists));
        Assert.Null(read["c"].ETag);
        read["b"].State = Text("4");
        await States.WriteStateAsync("b", grain, read["b"]);
    }

    [Fact]
    public async Task The_state_of_a_session_goes_when_it_was_not_written_for_ten_minutes()
    {
        foreach (var (type, key) in new[] { ("connection", "old"), ("connection", "young"), ("alert", "old") })
        {
            await States.WriteStateAsync("note", GrainId.Create(type, key), new GrainState<Note> { State = Text(key) });
        }

        await PostgresServer.ExecuteAsync(_connectionString, "update grain_state set updated_at = now() - interval '9 minutes 50 s' where grain_key = 'young'");
        await PostgresServer.ExecuteAsync(_connectionString, "update grain_state set updated_at = now() - interval '10 minutes 1 s' where grain_key = 'old'");
        await Store.Maintenance.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["alert/old", "connection/young"],
            await PostgresServer.QueryAsync<string>(_connectionString, "select grain_type || '/' || grain_key from grain_state order by 1"));
    }
}
