using System.Collections.Immutable;

namespace Iskra;

/// <summary>The stored state of a grain, with the events that follow from it and are perhaps not announced yet.</summary>
/// <typeparam name="T">The state itself.</typeparam>
public interface IAnnouncedState<T>
{
    /// <summary>Events that wait, oldest first.</summary>
    ImmutableArray<PendingEvent> Pending { get; }

    /// <summary>The same state with other events that wait.</summary>
    T WithPending(ImmutableArray<PendingEvent> pending);
}
