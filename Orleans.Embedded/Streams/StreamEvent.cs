using Orleans.Streams;

namespace Orleans.Runtime;

/// <summary>A published event; one object for all subscriptions.</summary>
internal sealed record StreamEvent(object? Item, StreamSequenceToken Token);
