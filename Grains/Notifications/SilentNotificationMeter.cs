namespace Iskra.Notifications;

/// <summary>Counts nothing: for processes without metrics.</summary>
internal sealed class SilentNotificationMeter : INotificationMeter
{
    /// <inheritdoc/>
    public void Tried(string receiver, string kind, bool hasFailed)
    {
    }

    /// <inheritdoc/>
    public void Done(string receiver, string kind, bool hasFailed)
    {
    }

    /// <inheritdoc/>
    public void Waiting(string receiver, int count, DateTimeOffset? oldestAt)
    {
    }

    /// <inheritdoc/>
    public void Left(string receiver)
    {
    }
}
