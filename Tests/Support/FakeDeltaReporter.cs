using System.Collections.Concurrent;
using Iskra.Delta;

namespace Iskra.Tests;

/// <summary>Keeps what is reported, so that a test can look at it.</summary>
public sealed class FakeDeltaReporter : IDeltaReporter
{
    private readonly ConcurrentQueue<DeltaNote> _notes = new();
    private int _heartbeats;

    /// <summary>What was reported, in order.</summary>
    public IReadOnlyCollection<DeltaNote> Notes => _notes;

    /// <summary>How many heartbeats were reported.</summary>
    public int Heartbeats => _heartbeats;

    /// <inheritdoc/>
    public void Report(in DeltaNote note) => _notes.Enqueue(note);

    /// <inheritdoc/>
    public void Heartbeat(TimeSpan roundTrip) => Interlocked.Increment(ref _heartbeats);
}
