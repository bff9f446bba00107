namespace Iskra.Gateway.Sessions;

/// <summary>Replies that are gathered, for requests that have their answer elsewhere than on the connection of the session.</summary>
public sealed class CollectedReplies(Session? session) : IReplies
{
    private readonly List<byte[]> _replies = [];

    /// <summary>The replies so far, in order.</summary>
    public IReadOnlyList<byte[]> Replies => _replies;

    /// <inheritdoc/>
    public void Send(byte[] json) => _replies.Add(json);

    /// <inheritdoc/>
    public void Send<TState>(TState state, Func<TState, byte[]> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        _replies.Add(session is null ? build(state) : session.Outbox.Locked((state, build), static both => both.build(both.state)));
    }
}
