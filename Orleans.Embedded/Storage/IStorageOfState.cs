namespace Orleans.Core;

/// <summary>Stored state of a grain.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state in memory.</summary>
    TState State { get; set; }
}
