namespace Iskra.Connections;

/// <summary>A gateway, as the sessions it holds see it.</summary>
[Alias("iskra.session-host")]
public interface ISessionHost : IGrainObserver
{
    /// <summary>The session continues at another gateway; the socket here closes.</summary>
    /// <param name="session">Id of the session.</param>
    /// <param name="generation">The generation that has ended.</param>
    [Alias("evict")]
    Task Evict(string session, long generation);

    /// <summary>Handles a frame for a session that was received by another gateway.</summary>
    /// <param name="session">Id of the session.</param>
    /// <param name="frame">The frame as JSON in UTF-8.</param>
    /// <returns>The reply frame as JSON in UTF-8.</returns>
    [Alias("handle")]
    Task<ReadOnlyMemory<byte>> Handle(string session, ReadOnlyMemory<byte> frame);
}
