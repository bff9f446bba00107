using Orleans.Streams;

namespace Iskra.Tests.Engine;

/// <summary>A sum that is kept in storage, with one way to add that forgets what happened during its await.</summary>
public sealed class LedgerGrain(
    [PersistentState("ledger", GrainStateNames.Storage)] IPersistentState<LedgerState> state, TimeProvider time) : Grain, ILedgerGrain
{
    public async Task Add(int amount)
    {
        state.State = new LedgerState(state.State.Total + amount);
        await state.WriteStateAsync();
    }

    public async Task AddCarelessly(int amount)
    {
        var before = state.State.Total;
        await Task.Delay(TimeSpan.FromMilliseconds(1), time);
        state.State = new LedgerState(before + amount);
    }

    public Task<int> Total() => Task.FromResult(state.State.Total);

    public Task Never() => new TaskCompletionSource().Task;

    public async Task Publish(int first, int count)
    {
        var stream = this.GetStreamProvider(TestEngineOptions.StreamProvider).GetStream<int>("ledger", this.GetPrimaryKeyString());
        for (var i = first; i < first + count; i++)
        {
            await stream.OnNextAsync(i);
        }
    }
}
