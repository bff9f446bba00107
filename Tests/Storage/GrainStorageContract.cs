using System.Collections.Immutable;
using Orleans.Storage;

namespace Iskra.Tests.Storage;

/// <summary>What every grain storage owes the grains.</summary>
public abstract class GrainStorageContract : IAsyncLifetime
{
    private static readonly GrainId Grain = GrainId.Create("alert", "Искра/1");
    private StoreUnderTest _store = null!;

    protected IGrainStorage States => _store.States;

    protected StoreUnderTest Store => _store;

    protected abstract Task<StoreUnderTest> OpenStoreAsync();

    public async ValueTask InitializeAsync() => _store = await OpenStoreAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_state_that_was_never_written_does_not_exist()
    {
        var state = new GrainState<Note> { ETag = "7", RecordExists = true };
        await States.ReadStateAsync("note", Grain, state);
        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Null(state.State);
        var made = new GrainState<Counter>();
        await States.ReadStateAsync("counter", Grain, made);
        Assert.Equal(0, made.State!.Count);
    }

    [Fact]
    public async Task A_written_state_comes_back_with_its_etag()
    {
        var note = new Note("Искра \"\\ \n", Mood.VeryGood, [1.5, double.NaN], new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(3)));
        var written = new GrainState<Note> { State = note };
        await States.WriteStateAsync("note", Grain, written);
        Assert.True(written.RecordExists);
        Assert.NotNull(written.ETag);

        var read = await ReadAsync(Grain);
        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal(note.Text, read.State!.Text);
        Assert.Equal(note.Mood, read.State.Mood);
        Assert.Equal(note.Values.ToArray(), read.State.Values.ToArray());
        Assert.Equal(note.At, read.State.At);
        Assert.NotSame(note, read.State);
    }

    [Fact]
    public async Task A_write_with_an_old_etag_is_a_conflict_and_changes_nothing()
    {
        var first = new GrainState<Note> { State = Text("1") };
        await States.WriteStateAsync("note", Grain, first);
        var late = new GrainState<Note> { State = Text("late"), ETag = first.ETag, RecordExists = true };
        first.State = Text("2");
        await States.WriteStateAsync("note", Grain, first);
        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => States.WriteStateAsync("note", Grain, late));
        Assert.Equal(first.ETag, conflict.StoredEtag);
        Assert.Equal(late.ETag, conflict.CurrentEtag);
        Assert.Equal("2", (await ReadAsync(Grain)).State!.Text);
    }

    [Fact]
    public async Task A_first_write_over_a_stored_state_is_a_conflict()
    {
        await States.WriteStateAsync("note", Grain, new GrainState<Note> { State = Text("1") });
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => States.WriteStateAsync("note", Grain, new GrainState<Note> { State = Text("2") }));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => States.WriteStateAsync("note", Grain, new GrainState<Note> { State = Text("2"), ETag = "not an etag" }));
        Assert.Equal("1", (await ReadAsync(Grain)).State!.Text);
    }

    [Fact]
    public async Task Of_many_writers_with_the_same_etag_one_succeeds()
    {
        var first = new GrainState<Note> { State = Text("0") };
        await States.WriteStateAsync("note", Grain, first);
        var writers = Enumerable.Range(0, 20).Select(i => new GrainState<Note> { State = Text($"{i}"), ETag = first.ETag, RecordExists = true }).ToArray();
        var conflicts = await Task.WhenAll(writers.Select(writer => Record.ExceptionAsync(() => States.WriteStateAsync("note", Grain, writer)).AsTask()));
        var winner = Assert.Single(Enumerable.Range(0, 20), i => conflicts[i] is null);
        Assert.All(conflicts.Where(conflict => conflict is not null), conflict => Assert.IsType<InconsistentStateException>(conflict));
        Assert.Equal(writers[winner].State!.Text, (await ReadAsync(Grain)).State!.Text);
        Assert.Equal(writers[winner].ETag, (await ReadAsync(Grain)).ETag);
    }

    [Fact]
    public async Task Many_grains_write_at_once_and_each_keeps_its_own()
    {
        var grains = Enumerable.Range(0, 1_200).Select(i => GrainId.Create("note", $"{i}")).ToArray();
        await Task.WhenAll(grains.Select(grain =>
            States.WriteStateAsync("note", grain, new GrainState<Note> { State = Text(grain.ToString()!) })));
        var etags = new HashSet<string>();
        foreach (var grain in grains.Where((_, i) => i % 100 == 0))
        {
            var read = await ReadAsync(grain);
            Assert.Equal(grain.ToString(), read.State!.Text);
            Assert.True(etags.Add(read.ETag!));
        }
    }

    [Fact]
    public async Task States_of_one_grain_are_apart_by_their_name()
    {
        await States.WriteStateAsync("note", Grain, new GrainState<Note> { State = Text("1") });
        await States.WriteStateAsync("other", Grain, new GrainState<Note> { State = Text("2") });
        Assert.Equal("1", (await ReadAsync(Grain)).State!.Text);
    }

    [Fact]
    public async Task A_cleared_state_is_gone_and_can_be_written_anew_with_another_etag()
    {
        var state = new GrainState<Note> { State = Text("1") };
        await States.WriteStateAsync("note", Grain, state);
        var old = state.ETag;
        await States.ClearStateAsync("note", Grain, state);
        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.False((await ReadAsync(Grain)).RecordExists);
        state.State = Text("2");
        await States.WriteStateAsync("note", Grain, state);
        Assert.NotEqual(old, state.ETag);
    }

    [Fact]
    public async Task A_clear_with_an_old_etag_is_a_conflict_and_one_of_nothing_is_none()
    {
        await States.ClearStateAsync("note", Grain, new GrainState<Note>());
        await States.WriteStateAsync("note", Grain, new GrainState<Note> { State = Text("1") });
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => States.ClearStateAsync("note", Grain, new GrainState<Note> { ETag = "999999", RecordExists = true }));
        await Assert.ThrowsAsync<InconsistentStateException>(() => States.ClearStateAsync("note", Grain, new GrainState<Note>()));
        Assert.True((await ReadAsync(Grain)).RecordExists);
    }

    [Fact]
    public async Task A_state_outlives_changes_of_its_type()
    {
        await States.WriteStateAsync("note", Grain, new GrainState<Note> { State = Text("1") });
        var wider = new GrainState<WiderNote>();
        await States.ReadStateAsync("note", Grain, wider);
        Assert.Equal(("1", null), (wider.State!.Text, wider.State.Added));
        wider.State = wider.State with { Added = "new" };
        await States.WriteStateAsync("note", Grain, wider);
        Assert.Equal("1", (await ReadAsync(Grain)).State!.Text);
    }

    protected static Note Text(string text) => new(text, Mood.Fair, [], default);

    protected async Task<GrainState<Note>> ReadAsync(GrainId grain)
    {
        var state = new GrainState<Note>();
        await States.ReadStateAsync("note", grain, state);
        return state;
    }

    public enum Mood
    {
        Fair,
        VeryGood,
    }

    public sealed record Note(string Text, Mood Mood, ImmutableArray<double> Values, DateTimeOffset At);

    public sealed record WiderNote(string Text, Mood Mood, string? Added);

    public sealed class Counter
    {
        public int Count { get; set; }
    }
}
