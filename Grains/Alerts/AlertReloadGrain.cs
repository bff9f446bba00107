using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Iskra.Alerts;

/// <summary>Stores when reading the configuration again was asked for, so that no process misses it that starts or was away meanwhile.</summary>
[GrainType("alert-reload")]
public sealed class AlertReloadGrain([FromKeyedServices(GrainStateNames.Storage)] IGrainStorage storage, TimeProvider time) : Grain, IAlertReloadGrain
{
    private const string StateName = "announced";
    private StoredState<AlertReloadState>? _stored;

    /// <inheritdoc/>
    public async Task<long> Announce()
    {
        var stored = await ReadyAsync();
        var at = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), (stored.Value?.AnnouncedAt ?? 0) + 1);
        try
        {
            await stored.WriteAsync(new AlertReloadState(at));
        }
        catch (Exception failure) when (failure is StoreUnavailableException or InconsistentStateException)
        {
            // The next call reads what is stored.
            _stored = null;
            throw Away();
        }

        return at;
    }

    /// <inheritdoc/>
    public async Task<long> AnnouncedAt() => (await ReadyAsync()).Value?.AnnouncedAt ?? 0;

    private async Task<StoredState<AlertReloadState>> ReadyAsync()
    {
        if (_stored is { } known) return known;
        var stored = new StoredState<AlertReloadState>(storage, StateName, this.GetGrainId(), time);
        try
        {
            await stored.ReadAsync();
        }
        catch (StoreUnavailableException)
        {
            throw Away();
        }

        return _stored = stored;
    }

    private static RefusedException Away() => new(ErrorCode.Overloaded, "The request to read the configuration again could not be stored; ask again.", 1);
}
