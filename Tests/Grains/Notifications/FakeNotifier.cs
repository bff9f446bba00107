using System.Collections.Concurrent;
using Iskra.Notifications;

namespace Iskra.Tests.Grains.Notifications;

/// <summary>Notes what is sent and answers as a test says.</summary>
internal sealed class FakeNotifier : INotifier
{
    private readonly ConcurrentQueue<NotifyRequest> _requests = new();

    /// <summary>How a try ends; sent unless a test says otherwise.</summary>
    public Func<NotifyRequest, CancellationToken, Task<NotifyOutcome>> Answer { get; set; } = (_, _) => Task.FromResult(NotifyOutcome.Sent);

    /// <summary>All tries, in order.</summary>
    public IReadOnlyList<NotifyRequest> Requests => [.. _requests];

    /// <summary>The keys of all tries, in order.</summary>
    public IReadOnlyList<string> Keys => [.. _requests.Select(request => request.Notification.Key)];

    /// <inheritdoc/>
    public Task<NotifyOutcome> SendAsync(NotifyRequest request, CancellationToken cancellationToken)
    {
        _requests.Enqueue(request);
        return Answer(request, cancellationToken);
    }
}
