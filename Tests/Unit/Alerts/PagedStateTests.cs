using System.Text.Json;
using Iskra.Alerts;
using Orleans.Storage;

namespace Iskra.Tests.Unit.Alerts;

public sealed class PagedStateTests
{
    private const int Pages = 150;
    private readonly ManyStates _store = new();

    [Fact]
    public async Task Many_pages_take_few_reads()
    {
        await FillAsync();
        var paged = Open();
        await paged.LoadAsync(Pages);
        Assert.Equal(Pages * PagedState<Item>.PageSize, paged.Items.Count());
        Assert.Equal([32, 32, 32, 32, 22], _store.Reads);
    }

    [Fact]
    public async Task A_try_that_fails_keeps_what_it_has_read()
    {
        await FillAsync();
        var paged = Open();
        _store.ReadsUntilAway = 3;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => paged.LoadAsync(Pages));
        _store.ReadsUntilAway = int.MaxValue;
        _store.Reads.Clear();
        await paged.LoadAsync(Pages);
        Assert.Equal([32, 32, 22], _store.Reads);
        Assert.Equal(Pages * PagedState<Item>.PageSize, paged.Items.Select(item => item.Key).Distinct().Count());
    }

    [Fact]
    public async Task What_was_read_can_be_written_over()
    {
        await FillAsync();
        var paged = Open();
        await paged.LoadAsync(Pages);
        paged.Put("77", new Item("77", "changed"));
        await paged.SaveAsync();
        var again = Open();
        await again.LoadAsync(Pages);
        Assert.Equal("changed", again.Items.Single(item => item.Key == "77").Text);
    }

    private async Task FillAsync()
    {
        var paged = Open();
        for (var i = 0; i < Pages * PagedState<Item>.PageSize; i++) paged.Put($"{i}", new Item($"{i}", "text"));
        await paged.SaveAsync();
    }

    private PagedState<Item> Open() => new(
        number => new StoredState<StatePage<Item>>(_store, $"page-{number}", GrainId.Create("test", "1"), TimeProvider.System), item => item.Key);

    private sealed record Item(string Key, string Text);

    private sealed class ManyStates : IGrainStorage, IManyStatesReader
    {
        private readonly Dictionary<string, (string Json, int Etag)> _rows = [];

        public List<int> Reads { get; } = [];

        public int ReadsUntilAway { get; set; } = int.MaxValue;

        public Task ReadStatesAsync<T>(GrainId grainId, IReadOnlyDictionary<string, GrainState<T>> states)
        {
            if (Reads.Count >= ReadsUntilAway) throw new StoreUnavailableException("The test took the store away.");
            Reads.Add(states.Count);
            foreach (var (name, state) in states)
            {
                if (!_rows.TryGetValue(name, out var row)) continue;
                (state.State, state.ETag, state.RecordExists) = (JsonSerializer.Deserialize<T>(row.Json)!, $"{row.Etag}", true);
            }

            return Task.CompletedTask;
        }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            throw new InvalidOperationException("A page was read by itself.");

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var etag = _rows.TryGetValue(stateName, out var row) ? row.Etag : 0;
            Assert.Equal(etag == 0 ? null : $"{etag}", grainState.ETag);
            _rows[stateName] = (JsonSerializer.Serialize(grainState.State), etag + 1);
            (grainState.ETag, grainState.RecordExists) = ($"{etag + 1}", true);
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();
    }
}
