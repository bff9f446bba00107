namespace Orleans;

/// <summary>State of a grain on its way to or from storage.</summary>
public interface IGrainState<T>
{
    /// <summary>The state.</summary>
    T? State { get; set; }

    /// <summary>Version of the state; null when it is not stored.</summary>
    string? ETag { get; set; }

    /// <summary>Whether the state is stored.</summary>
    bool RecordExists { get; set; }
}
