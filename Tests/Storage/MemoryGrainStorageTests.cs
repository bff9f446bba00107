namespace Iskra.Tests.Storage;

public sealed class MemoryGrainStorageTests : GrainStorageContract
{
    private readonly ManualTime _time = new();

    protected override Task<StoreUnderTest> OpenStoreAsync() => StoreUnderTest.MemoryAsync(_time);

    [Fact]
    public async Task The_state_of_a_session_goes_when_it_was_not_written_for_ten_minutes()
    {
        await States.WriteStateAsync("note", GrainId.Create("connection", "old"), new GrainState<Note> { State = Text("old") });
        await States.WriteStateAsync("note", GrainId.Create("alert", "old"), new GrainState<Note> { State = Text("old") });
        _time.Advance(TimeSpan.FromSeconds(2));
        await States.WriteStateAsync("note", GrainId.Create("connection", "young"), new GrainState<Note> { State = Text("young") });
        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        await Store.Maintenance.RunAsync(TestContext.Current.CancellationToken);
        Assert.False((await ReadAsync(GrainId.Create("connection", "old"))).RecordExists);
        Assert.True((await ReadAsync(GrainId.Create("connection", "young"))).RecordExists);
        Assert.True((await ReadAsync(GrainId.Create("alert", "old"))).RecordExists);
    }
}
