using System.Collections.Concurrent;
using Iskra.Notifications;

namespace Iskra.Tests.Grains.Notifications;

/// <summary>Notes what is counted.</summary>
internal sealed class FakeNotificationMeter : INotificationMeter
{
    private readonly ConcurrentQueue<string> _counted = new();
    private volatile string _waiting = "";

    /// <summary>Tries and ends in order, such as <c>tried team slack failed</c>.</summary>
    public IReadOnlyList<string> Counted => [.. _counted];

    /// <summary>What was last said to wait.</summary>
    public string Last => _waiting;

    /// <inheritdoc/>
    public void Tried(string receiver, string kind, bool hasFailed) => _counted.Enqueue($"tried {receiver} {kind}{(hasFailed ? " failed" : "")}");

    /// <inheritdoc/>
    public void Done(string receiver, string kind, bool hasFailed) => _counted.Enqueue($"done {receiver} {kind}{(hasFailed ? " failed" : "")}");

    /// <inheritdoc/>
    public void Waiting(string receiver, int count, DateTimeOffset? oldestAt) => _waiting = $"{receiver} {count} {(oldestAt is null ? "none" : "oldest")}";

    /// <inheritdoc/>
    public void Left(string receiver) => _waiting = $"{receiver} left";
}
