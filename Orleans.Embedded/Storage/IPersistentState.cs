using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>Stored state that a grain has injected with <see cref="PersistentStateAttribute"/>; read before activation.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
