namespace Iskra.Gateway.Sessions;

/// <summary>Where the replies to frames go.</summary>
public interface IReplies
{
    /// <summary>Sends a reply.</summary>
    void Send(byte[] json);

    /// <summary>Sends a reply that speaks of the positions of the session, made where it takes its place among the events.</summary>
    void Send<TState>(TState state, Func<TState, byte[]> build);
}
