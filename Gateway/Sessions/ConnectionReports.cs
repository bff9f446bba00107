using Iskra.Delta;
using Iskra.Gateway.Protocol;

namespace Iskra.Gateway.Sessions;

/// <summary>Says what happens to connections, for the ∆DΩΛ records and the voices of the connections (domain sections 3 and 6).</summary>
/// <param name="reporter">Takes the reports; nothing here waits.</param>
/// <param name="time">The clock.</param>
public sealed class ConnectionReports(IDeltaReporter reporter, TimeProvider time)
{
    private const int ShownCharacters = 6;

    /// <summary>A connection has its session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="previousTransport">The transport it had before, when it continues.</param>
    internal void Opened(Session session, string? previousTransport)
    {
        var reconnections = (int)Math.Clamp(session.Generation - 1, 0, DeltaRules.MaxDimension);
        var note = new DeltaNote(session.IsResumed ? DeltaEventType.ReconnectionSuccess : DeltaEventType.ConnectionEstablished)
        {
            Subject = Shown(session.Id),
            Endpoint = session.Endpoint.Dashboard,
            LatencyMs = time.GetElapsedTime(session.Opening.AcceptedAt).TotalMilliseconds,
            Reconnections = session.IsResumed ? reconnections : 0,
        };
        reporter.Report(note);
        if (session.IsResumed && previousTransport == "websocket" && session.Opening.Transport != previousTransport)
        {
            reporter.Report(note with { Event = DeltaEventType.FallbackActivated, Endpoint = session.Opening.Transport });
        }
    }

    /// <summary>A connection got no session.</summary>
    internal void Refused(SessionEndpoint endpoint, FrameError error) => reporter.Report(
        new DeltaNote(error.Code == ErrorCode.Overloaded ? DeltaEventType.ServerOverload : DeltaEventType.ConnectionFailed)
        {
            Endpoint = endpoint.Dashboard,
            ErrorCode = error.Code,
            ErrorMessage = error.Message,
        });

    /// <summary>A connection ended badly.</summary>
    /// <param name="session">Its session.</param>
    /// <param name="reason"><c>reset</c>, <c>slow_consumer</c>, …; a missed heartbeat is reported when it is missed.</param>
    internal void Failed(Session session, string reason)
    {
        if (reason == "heartbeat_missed") return;
        reporter.Report(new DeltaNote(DeltaEventType.ConnectionFailed)
        {
            Subject = Shown(session.Id),
            Endpoint = session.Endpoint.Dashboard,
            ErrorCode = reason == "reset" ? "connection_reset" : reason,
            ErrorMessage = reason == "reset" ? "connection reset: the client went without a goodbye" : reason,
        });
    }

    /// <summary>A heartbeat was answered.</summary>
    internal void HeartbeatAnswered(TimeSpan roundTrip) => reporter.Heartbeat(roundTrip);

    /// <summary>A heartbeat was not answered in time.</summary>
    internal void HeartbeatMissed(Session session) => reporter.Report(new DeltaNote(DeltaEventType.HeartbeatTimeout)
    {
        Subject = Shown(session.Id),
        Endpoint = session.Endpoint.Dashboard,
        ErrorCode = "heartbeat_timeout",
        ErrorMessage = "heartbeat timeout: the client did not answer in time",
    });

    /// <summary>A client was answered with an error.</summary>
    internal void Answered(FrameContext context, FrameError error) => reporter.Report(new DeltaNote(EventOf(error.Code))
    {
        Subject = context.Session is { } session ? Shown(session.Id) : null,
        Endpoint = context.Endpoint.Dashboard,
        ErrorCode = error.Code,
        ErrorMessage = error.Message,
    });

    /// <summary>A frame that came by HTTP could not be read.</summary>
    internal void Refused(FrameError error) => reporter.Report(
        new DeltaNote(EventOf(error.Code)) { Endpoint = "http", ErrorCode = error.Code, ErrorMessage = error.Message });

    /// <summary>A request that is no frame was refused.</summary>
    /// <param name="transport"><c>sse</c>, <c>poll</c> or <c>http</c>; the first two are connections, and get none without a token that is right.</param>
    /// <param name="code">One of <see cref="ErrorCode"/>.</param>
    /// <param name="message">What the client was told.</param>
    internal void RequestRefused(string transport, string code, string message) => reporter.Report(
        new DeltaNote(transport != "http" && code == ErrorCode.Unauthorized ? DeltaEventType.ConnectionFailed : EventOf(code))
        {
            Endpoint = transport,
            ErrorCode = code,
            ErrorMessage = message,
        });

    private static string EventOf(string code) => code switch
    {
        ErrorCode.InvalidJson or ErrorCode.EmptyMessage or ErrorCode.InvalidMessage or ErrorCode.UnknownType or ErrorCode.InvalidField
            or ErrorCode.BinaryNotSupported or ErrorCode.MessageTooLarge => DeltaEventType.ProtocolViolation,
        ErrorCode.Overloaded => DeltaEventType.ServerOverload,
        _ => DeltaEventType.ErrorHandled,
    };

    // Session ids are secrets; their beginning only tells them apart.
    private static string Shown(string session) => session.Length <= ShownCharacters ? session : session[..ShownCharacters];
}
