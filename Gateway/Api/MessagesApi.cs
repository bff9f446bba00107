using System.Buffers;
using Iskra.Connections;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Security;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Api;

/// <summary>
/// <c>POST /api/v2/messages</c>: any client frame, or an array of them, for clients whose transport only reads. With
/// <c>?session=</c> the frames are for that session, on whatever gateway it lives.
/// </summary>
public sealed class MessagesApi(
    SessionManager sessions, FrameDispatcher dispatcher, IClusterClient cluster, ClusterCalls calls, MessageRates rates, RealtimeMetrics metrics,
    ConnectionReports reports, GatewayOptions options, TimeProvider time)
{
    private static readonly SessionEndpoint Endpoint = new("dashboard", []);

    /// <summary>Answers with <c>{"replies":[…]}</c>, in order.</summary>
    public async Task<IResult> Post(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var caller = CallerFilter.CallerOf(context);
        var sessionId = new QueryReader(context.Request.Query).Text("session");
        var frames = FrameArray.Split(await new BoundedBody(context, options.MaxMessageBytes).ReadAllAsync(context.RequestAborted));
        if (Limit(context, caller, frames.Length) is { } limited) return limited;
        var session = Local(sessionId, caller);
        var replies = new List<ReadOnlyMemory<byte>>(frames.Length);
        foreach (var frame in frames)
        {
            metrics.FrameReceived();
            replies.AddRange(await HandleAsync(frame, sessionId, session, caller));
        }

        return new Replies(replies);
    }

    private Problem? Limit(HttpContext context, Caller caller, int count)
    {
        var sender = caller.User is { } user ? "user " + user.Text : "address " + context.Connection.RemoteIpAddress;
        var retryAfter = rates.Take(sender, count);
        return retryAfter > 0
            ? new Problem(ErrorCode.RateLimited, "More messages than one sender may send; slow down.") { RetryAfterSeconds = retryAfter }
            : null;
    }

    private Session? Local(string? id, Caller caller)
    {
        if (id is null) return null;
        if (!SessionId.IsValid(id)) throw Unknown();
        if (!sessions.Sessions.TryGet(id, out var session)) return null;
        return session.Caller.User == caller.User ? session : throw Unknown();
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> HandleAsync(ReadOnlyMemory<byte> json, string? sessionId, Session? session, Caller caller)
    {
        var parsed = FrameParser.Parse(json.Span);
        if (parsed.Frame is not { } frame)
        {
            metrics.ErrorAnswered(parsed.Error!.Code);
            reports.Refused(parsed.Error);
            return [ServerFrames.Error(parsed.Error, parsed.Ref, Now())];
        }

        if (session is not null) return [.. (await sessions.HandleAsync(session, frame)).Select(static reply => (ReadOnlyMemory<byte>)reply)];
        if (sessionId is not null && frame is SubscribeFrame or UnsubscribeFrame) return [await ForwardAsync(sessionId!, caller, json, frame)];
        var replies = new CollectedReplies(session: null);
        await AnswerAsync(new FrameContext(null, caller, Endpoint, replies), frame);
        return [.. replies.Replies.Select(static reply => (ReadOnlyMemory<byte>)reply)];
    }

    private async Task AnswerAsync(FrameContext context, ClientFrame frame)
    {
        try
        {
            await dispatcher.HandleAsync(context, frame);
        }
        catch (CircuitOpenException)
        {
            // The error frame is among the replies already; there is no connection to close.
        }
    }

    private async Task<ReadOnlyMemory<byte>> ForwardAsync(string sessionId, Caller caller, ReadOnlyMemory<byte> json, ClientFrame frame)
    {
        try
        {
            return await calls.CallAsync(() => cluster.GetGrain<IConnectionGrain>(sessionId).Forward(caller.User?.Text, json.ToArray()));
        }
        catch (RefusedException refused)
        {
            metrics.ErrorAnswered(refused.Code);
            return ServerFrames.Error(FrameError.From(refused), frame.Ref, Now());
        }
        catch (CircuitOpenException open)
        {
            metrics.ErrorAnswered(ErrorCode.Overloaded);
            return ServerFrames.Error(new FrameError(ErrorCode.Overloaded, open.Message, null, open.RetryAfter.TotalSeconds), frame.Ref, Now());
        }
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static RefusedException Unknown() => new(ErrorCode.NotFound, "There is no such session of this caller.");

    private sealed class Replies(IReadOnlyList<ReadOnlyMemory<byte>> replies) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json";
            httpContext.Response.Headers.CacheControl = "no-store";
            var body = httpContext.Response.BodyWriter;
            body.Write("{\"replies\":["u8);
            for (var i = 0; i < replies.Count; i++)
            {
                if (i > 0) body.Write(","u8);
                body.Write(replies[i].Span);
            }

            body.Write("]}"u8);
            await body.FlushAsync(httpContext.RequestAborted);
        }
    }
}
