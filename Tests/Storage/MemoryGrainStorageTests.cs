using Iskra.Silo.Storage.Memory;

namespace Iskra.Tests.Storage;

public sealed class MemoryGrainStorageTests : GrainStorageContract
{
    private readonly ManualTime _time = new();

    protected override Task<StoreUnderTest> OpenStoreAsync() => StoreUnderTest.MemoryAsync(_time);

    [Fact]
    public async Task At_the_bound_a_new_state_is_refused_and_the_others_go_on()
    {
        var first = new GrainState<Note> { State = Text("first") };
        await States.WriteStateAsync("note", GrainId.Create("alert", "0"), first);
        for (var i = 1; i < MemoryStateStorage.MaxStates; i++)
        {
            await States.WriteStateAsync("note", GrainId.Create("alert", $"{i}"), new GrainState<Note> { State = first.State });
        }

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => States.WriteStateAsync("note", GrainId.Create("alert", "more"), new GrainState<Note> { State = Text("note") }));
        Assert.Contains($"{MemoryStateStorage.MaxStates} states", refused.Message, StringComparison.Ordinal);
        await States.WriteStateAsync("note", GrainId.Create("alert", "0"), first);
    }

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
