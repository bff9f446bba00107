using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Stored state of an activation.</summary>
internal sealed class PersistentState<TState>(GrainId grainId, string stateName, IGrainStorage storage) : IPersistentState<TState>
{
    private readonly GrainState<TState> _state = new(Empty());

    public TState State
    {
        get => _state.State!;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public async Task ReadStateAsync()
    {
        await storage.ReadStateAsync(stateName, grainId, _state);
        _state.State ??= Empty();
    }

    public Task WriteStateAsync() => storage.WriteStateAsync(stateName, grainId, _state);

    public async Task ClearStateAsync()
    {
        await storage.ClearStateAsync(stateName, grainId, _state);
        _state.State ??= Empty();
    }

    private static TState? Empty()
    {
        var type = typeof(TState);
        return type.IsValueType || type.IsAbstract || type.IsArray || type == typeof(string) ? default
            : type.GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance<TState>()
            : (TState)RuntimeHelpers.GetUninitializedObject(type);
    }
}
