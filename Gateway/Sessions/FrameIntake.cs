using Iskra.Gateway.Hosting;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Sockets;

namespace Iskra.Gateway.Sessions;

/// <summary>
/// Takes the messages of connections: counts, limits the rate, reads the frame, answers at once what needs nobody, and lets the
/// rest wait for its turn.
/// </summary>
public sealed class FrameIntake(FrameDispatcher dispatcher, GatewayOptions options, RealtimeMetrics metrics, TimeProvider time)
{
    /// <summary>How long a client may send more than its rate before it is closed (1008), in milliseconds.</summary>
    public const int MaxOverrunMs = 10_000;

    /// <summary>
    /// Most <c>rate_limited</c> errors a second that a session is sent, once <see cref="RefusalBurst"/> are used up: a flood is not
    /// to be answered by a flood, or the errors would hold up the close.
    /// </summary>
    public const int RefusalsPerSecond = 50;

    /// <summary>The <c>rate_limited</c> errors that a session is sent one for one.</summary>
    public const int RefusalBurst = 400;

    /// <summary>Takes a message. Returns soon: nothing is awaited.</summary>
    /// <param name="session">The session whose connection brought it.</param>
    /// <param name="message">The message; not needed any more when this returns.</param>
    public void Receive(Session session, ReadOnlySpan<byte> message)
    {
        ArgumentNullException.ThrowIfNull(session);
        metrics.FrameReceived();
        var context = session.Context;
        if (!TryPass(session, context))
        {
            return;
        }

        var parsed = FrameParser.Parse(message);
        if (parsed.Frame is not { } frame)
        {
            dispatcher.Refuse(context, parsed.Error!, parsed.Ref);
        }
        else if (!dispatcher.TryAnswerAtOnce(context, frame) && !session.Queue().TryAdd(() => HandleAsync(context, frame)))
        {
            dispatcher.Refuse(context, FrameError.From(FrameQueue.Full()), frame.Ref);
        }
    }

    /// <summary>Counts something that is no frame towards the rate, for example a protocol ping.</summary>
    /// <returns>Whether it may pass; if not, the client has been told.</returns>
    public bool TryPass(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return TryPass(session, session.Context);
    }

    /// <summary>Answers something that is no frame at all with an error.</summary>
    public void Refuse(Session session, FrameError error)
    {
        ArgumentNullException.ThrowIfNull(session);
        metrics.FrameReceived();
        if (TryPass(session, session.Context))
        {
            dispatcher.Refuse(session.Context, error, default);
        }
    }

    private bool TryPass(Session session, FrameContext context)
    {
        var nowMs = time.NowMs();
        var retryAfter = session.Life.Rate.Take(options.MessagesPerSecond, options.MessageBurst, nowMs);
        if (retryAfter == 0)
        {
            return true;
        }

        if (session.Life.Refusals.Take(RefusalsPerSecond, RefusalBurst, nowMs) == 0)
        {
            var message = $"At most {options.MessagesPerSecond} messages a second, {options.MessageBurst} at once.";
            dispatcher.Refuse(context, new FrameError(ErrorCode.RateLimited, message, null, retryAfter), default);
        }

        if (session.Life.Rate.OverrunMs(nowMs) >= MaxOverrunMs)
        {
            session.Connection.Close(CloseCode.PolicyViolation, ErrorCode.RateLimited);
        }

        return false;
    }

    private async Task HandleAsync(FrameContext context, ClientFrame frame)
    {
        if (context.Session is { IsClosed: true })
        {
            return;
        }

        try
        {
            await dispatcher.HandleAsync(context, frame);
        }
        catch (CircuitOpenException)
        {
            context.Session?.Connection.Close(CloseCode.TryAgainLater, ErrorCode.Overloaded);
        }
    }
}
