using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Iskra.Tests.Engine;

/// <summary>A grain with stored state.</summary>
public sealed class StateGrain(
    [PersistentState("state", GrainStateNames.Storage)] IPersistentState<LedgerState> state,
    [FromKeyedServices(GrainStateNames.Storage)] IGrainStorage storage,
    IGrainContext context) : Grain, IStateGrain
{
    public Task<StateView> Read() =>
        Task.FromResult(new StateView(state.State.Total, state.RecordExists, state.Etag, $"{context.ActivationId}"));

    public Task Write(int total)
    {
        state.State = new LedgerState(total);
        return state.WriteStateAsync();
    }

    public Task SetWithoutWriting(int total)
    {
        state.State = new LedgerState(total);
        return Task.CompletedTask;
    }

    public Task Clear() => state.ClearStateAsync();

    public async Task WriteBehindItsOwnBack(int total)
    {
        var other = new GrainState<LedgerState>();
        await storage.ReadStateAsync("state", context.GrainId, other);
        other.State = new LedgerState(total + 1);
        await storage.WriteStateAsync("state", context.GrainId, other);
        await Write(total);
    }

    public Task RelayConflict(string other) => GrainFactory.GetGrain<IStateGrain>(other).WriteBehindItsOwnBack(7);
}
