namespace Iskra.Gateway.Sessions;

/// <summary>The connection of a session, as those see it who look after sessions. No call may wait or throw.</summary>
public interface ISessionConnection
{
    /// <summary>Ends the connection, after what waits unless that is dropped.</summary>
    /// <param name="code">A close code of protocol section 4.</param>
    /// <param name="reason">Why, in ASCII.</param>
    /// <param name="dropWaiting">Whether what waits is dropped.</param>
    void Close(ushort code, string reason, bool dropWaiting = false);

    /// <summary>Ends the connection without a word.</summary>
    void Abort();

    /// <summary>Asks the client whether it is there.</summary>
    /// <param name="number">What the answer repeats.</param>
    void SendHeartbeat(long number);
}
