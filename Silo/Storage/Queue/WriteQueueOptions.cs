namespace Iskra.Silo.Storage.Queue;

/// <summary>The bounds of a <see cref="WriteQueue{TItem, TResult}"/>.</summary>
/// <param name="Name">What waits in it, for messages: <c>samples</c>.</param>
/// <param name="MaxWaiting">Most weight that waits; over it a write is refused at once.</param>
/// <param name="MaxBatch">Most weight that is written in one go; no single write may be heavier.</param>
/// <param name="Timeout">How long a write may wait before it is refused, never to be written.</param>
/// <param name="Writers">How many batches may be on their way at the same time.</param>
public sealed record WriteQueueOptions(string Name, int MaxWaiting, int MaxBatch, TimeSpan Timeout, int Writers);
