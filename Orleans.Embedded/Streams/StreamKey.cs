namespace Orleans.Runtime;

/// <summary>A stream of a provider.</summary>
internal readonly record struct StreamKey(string Provider, StreamId StreamId);
