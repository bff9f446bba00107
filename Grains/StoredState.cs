using Orleans.Storage;

namespace Iskra;

/// <summary>
/// A grain's stored state for grains that must go on while the store is away: nothing is read or written unless asked, every
/// access has a bound in time, and a store that is away is an exception to handle, not a failed activation.
/// </summary>
/// <typeparam name="T">An immutable type; a value handed over is not changed afterwards.</typeparam>
/// <param name="storage">The grain storage.</param>
/// <param name="name">Name of the state within the grain.</param>
/// <param name="grain">The grain it belongs to.</param>
/// <param name="time">The clock of the bound.</param>
public sealed class StoredState<T>(IGrainStorage storage, string name, GrainId grain, TimeProvider time)
    where T : class
{
    /// <summary>Longest wait for the store.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private string? _etag;
    private bool _exists;

    private string Name => name;

    /// <summary>What the store is known to hold; null when it holds nothing or has not been read.</summary>
    public T? Value { get; private set; }

    /// <summary>Reads the stored value.</summary>
    /// <exception cref="StoreUnavailableException">The store is away or too slow.</exception>
    public async Task<T?> ReadAsync()
    {
        // A state of its own for each access: one that came too late must not be changed by a late answer.
        var state = new GrainState<T>();
        await Bounded(storage.ReadStateAsync(name, grain, state));
        Adopt(state);
        return Value;
    }

    /// <summary>Reads many states of one grain, at once where the storage can.</summary>
    /// <param name="states">States of the storage and the grain of this one, of different names.</param>
    /// <exception cref="StoreUnavailableException">The store is away or too slow.</exception>
    public async Task ReadWithAsync(IReadOnlyCollection<StoredState<T>> states)
    {
        if (storage is not IManyStatesReader reader)
        {
            await Task.WhenAll(states.Select(state => state.ReadAsync()));
            return;
        }

        var read = states.ToDictionary(state => state.Name, _ => new GrainState<T>(), StringComparer.Ordinal);
        await Bounded(reader.ReadStatesAsync(grain, read));
        foreach (var state in states) state.Adopt(read[state.Name]);
    }

    /// <summary>Writes a value over the one that was read or written last.</summary>
    /// <exception cref="StoreUnavailableException">The store is away or too slow; the value may be stored all the same.</exception>
    /// <exception cref="InconsistentStateException">The store holds something else than was read or written last; read again.</exception>
    public async Task WriteAsync(T value)
    {
        var state = new GrainState<T> { State = value, ETag = _etag, RecordExists = _exists };
        await Bounded(storage.WriteStateAsync(name, grain, state));
        Adopt(state);
        Value = value;
    }

    private void Adopt(GrainState<T> state)
    {
        _etag = state.ETag;
        _exists = state.RecordExists;
        Value = state.RecordExists ? state.State : null;
    }

    private async Task Bounded(Task access)
    {
        try
        {
            await access.WaitAsync(Timeout, time);
        }
        catch (TimeoutException late)
        {
            throw new StoreUnavailableException($"The store did not answer within {Timeout.TotalSeconds} s.", late);
        }
    }
}
