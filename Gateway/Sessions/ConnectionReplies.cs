namespace Iskra.Gateway.Sessions;

/// <summary>Replies that go to the connection of the session itself.</summary>
public sealed class ConnectionReplies(Outbox outbox) : IReplies
{
    /// <inheritdoc/>
    public void Send(byte[] json) => outbox.Send(json);

    /// <inheritdoc/>
    public void Send<TState>(TState state, Func<TState, byte[]> build) => outbox.Send(state, build);
}
