using System.Collections.Immutable;
using System.Diagnostics;
using Iskra.Channels;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Protocol;
using Iskra.Metrics;

namespace Iskra.Gateway.Sessions;

/// <summary>
/// Answers client frames (protocol section 2): the same for WebSocket, for <c>POST /api/v2/messages</c> and for frames that
/// another gateway has received.
/// </summary>
public sealed partial class FrameDispatcher(
    IClusterClient cluster,
    ClusterCalls calls,
    SessionSubscriber subscriber,
    MetricDeclarations declarations,
    RealtimeMetrics metrics,
    ConnectionReports reports,
    TimeProvider time,
    ILogger<FrameDispatcher> log)
{
    /// <summary>Most bytes of events in one <c>history</c> reply; there are more then.</summary>
    public const int MaxHistoryBytes = 256 * 1024;

    /// <summary>Answers what needs no cluster, so that it never waits behind what does.</summary>
    /// <returns>Whether the frame was one of those.</returns>
    public bool TryAnswerAtOnce(FrameContext context, ClientFrame frame)
    {
        ArgumentNullException.ThrowIfNull(context);
        switch (frame)
        {
            case PongFrame:
                return true;
            case PingFrame ping:
                Pong(context, ping.Ref, ping.Timestamp);
                return true;
            case HeartbeatFrame heartbeat:
                context.Replies.Send((context, heartbeat, Now(context)), static state =>
                    ServerFrames.HeartbeatAck(state.heartbeat.Ref, state.context.CursorLocked(), state.Item3));
                Pong(context, heartbeat.Ref, default);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Answers a frame. Whatever goes wrong becomes an error frame.</summary>
    /// <exception cref="CircuitOpenException">After the error frame: a connection is to be closed with 1013.</exception>
    public async Task HandleAsync(FrameContext context, ClientFrame frame)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(frame);
        if (TryAnswerAtOnce(context, frame))
        {
            return;
        }

        using var span = IskraTracing.Source.StartActivity(frame.GetType().Name, ActivityKind.Server);
        try
        {
            await AnswerAsync(context, frame);
        }
        catch (RefusedException refused)
        {
            Refuse(context, FrameError.From(refused), frame.Ref);
        }
        catch (CircuitOpenException open)
        {
            Refuse(context, new FrameError(ErrorCode.Overloaded, open.Message, null, open.RetryAfter.TotalSeconds), frame.Ref);
            throw;
        }
        catch (Exception problem)
        {
            var trace = Activity.Current?.TraceId.ToString() ?? Guid.NewGuid().ToString("N");
            LogFailed(problem, frame.GetType().Name, trace);
            Refuse(context, new FrameError(ErrorCode.Internal, $"Something failed on our side; trace id {trace}."), frame.Ref);
        }
    }

    /// <summary>Answers with an error.</summary>
    public void Refuse(FrameContext context, FrameError error, ReadOnlyMemory<byte> reference)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(error);
        metrics.ErrorAnswered(error.Code);
        reports.Answered(context, error);
        context.Replies.Send(ServerFrames.Error(error, reference, Now(context)));
    }

    /// <summary>Tells a client which channels it does not follow, and why, when it has not asked for them by a frame.</summary>
    public void Refuse(Session session, IReadOnlyList<ChannelRejection> rejections)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(rejections);
        if (session.IsClosed)
        {
            // Nobody is there to be told, and nothing that went wrong is to be counted.
            return;
        }

        foreach (var rejection in rejections)
        {
            Refuse(session.Context, new FrameError(rejection.Code, $"Channel '{rejection.Channel}': {rejection.Message}"), default);
        }
    }

    private Task AnswerAsync(FrameContext context, ClientFrame frame) => frame switch
    {
        SamplesFrame samples => StoreAsync(context, samples),
        MetricUpdateFrame update => StoreAsync(context, update),
        SubscribeFrame subscribe => SubscribeAsync(context, subscribe),
        UnsubscribeFrame unsubscribe => UnsubscribeAsync(context, unsubscribe),
        PublishFrame publish => PublishAsync(context, publish),
        HistoryFrame history => HistoryAsync(context, history),
        AckAlertFrame acknowledgement => AcknowledgeAsync(context, acknowledgement),
        _ => throw new RefusedException(ErrorCode.UnknownType, "Nobody serves frames of this type."),
    };

    private void Pong(FrameContext context, ReadOnlyMemory<byte> reference, ReadOnlyMemory<byte> timestamp) =>
        context.Replies.Send((context, reference, timestamp, Now: Now(context)), static state =>
            ServerFrames.Pong(state.reference, state.timestamp, state.context.CursorLocked(), state.Now));

    private async Task StoreAsync(FrameContext context, SamplesFrame frame)
    {
        await StoreAsync(frame.Samples);
        context.Replies.Send(ServerFrames.MetricsReceived(frame.Ref, frame.Samples.Length, Now(context)));
    }

    private async Task StoreAsync(FrameContext context, MetricUpdateFrame frame)
    {
        var readings = await StoreAsync([frame.Sample]);
        context.Replies.Send(ServerFrames.MetricUpdated(frame.Ref, readings[0], Now(context)));
    }

    private async Task<ImmutableArray<MetricReading>> StoreAsync(ImmutableArray<SampleInput> inputs)
    {
        var now = time.GetUtcNow();
        var samples = inputs.Select(input => input.ToSample(now)).ToImmutableArray();
        if (SampleRules.FirstFault(samples.AsSpan(), SampleRules.MaxPerFrame, declarations, now) is { } fault)
        {
            throw fault.ToException();
        }

        var stamped = inputs.All(static input => input.Timestamp is null);
        return await calls.CallAsync(() => cluster.GetGrain<ISampleIntakeGrain>(0).Store(samples, stamped));
    }

    private async Task SubscribeAsync(FrameContext context, SubscribeFrame frame)
    {
        var session = SessionOf(context);
        var outcome = await subscriber.SubscribeAsync(session, frame.Channels, frame.Since, isDefault: false);
        await StoreSubscriptionsAsync(session);
        context.Replies.Send((context, frame, outcome, Now: Now(context)), static state => ServerFrames.Subscribed(
            state.frame.Ref, state.outcome.Receipts, state.outcome.Rejections, state.context.CursorLocked(), state.Now));
    }

    private async Task UnsubscribeAsync(FrameContext context, UnsubscribeFrame frame)
    {
        var session = SessionOf(context);
        foreach (var channel in frame.Channels)
        {
            subscriber.Unsubscribe(session, channel);
        }

        await StoreSubscriptionsAsync(session);
        context.Replies.Send(ServerFrames.Unsubscribed(frame.Ref, frame.Channels, Now(context)));
    }

    private async Task PublishAsync(FrameContext context, PublishFrame frame)
    {
        if (AccessRules.CheckPublish(context.Caller, frame.Channel) is { } error)
        {
            throw new RefusedException(error.Code, error.Message);
        }

        var source = context.Caller.User?.Text ?? "api";
        var draft = new EventDraft(Guid.NewGuid().ToString("N"), "message", time.GetUtcNow().ToUnixTimeMilliseconds(), source, frame.Data);
        var result = await calls.CallAsync(() => cluster.GetGrain<IChannelGrain>(frame.Channel).Append([draft]));
        context.Replies.Send(ServerFrames.Published(frame.Ref, frame.Channel, result.Epoch, result.Seqs[0], Now(context)));
    }

    private async Task AcknowledgeAsync(FrameContext context, AckAlertFrame frame)
    {
        var by = Api.AlertAckApi.NameOf(context.Caller);
        var index = cluster.GetGrain<Alerts.IAlertIndexGrain>(Alerts.IAlertIndexGrain.Key);
        var alert = await calls.CallAsync(() => index.Acknowledge(frame.Fingerprint, by));
        context.Replies.Send(ServerFrames.AlertAcknowledged(frame.Ref, alert, Now(context)));
    }

    private async Task HistoryAsync(FrameContext context, HistoryFrame frame)
    {
        if (subscriber.CheckRead(context.Caller, frame.Channel) is { } error)
        {
            throw new RefusedException(error.Code, error.Message);
        }

        var page = await calls.CallAsync(() => cluster.GetGrain<IChannelGrain>(frame.Channel).ReadBefore(frame.Before, frame.Limit));
        var (events, isCut) = HistoryPage.Of(frame.Channel, page, MaxHistoryBytes);
        context.Replies.Send(ServerFrames.History(frame.Ref, frame.Channel, events, page.HasMore || isCut, Now(context)));
    }

    /// <summary>
    /// A client that was told <c>subscribed</c> finds its subscriptions again, whatever dies. When the store is away it is told
    /// all the same – live traffic goes on – and the list is stored with the next checkpoint.
    /// </summary>
    private async Task StoreSubscriptionsAsync(Session session)
    {
        if (!session.Life.IsChanged)
        {
            return;
        }

        session.Life.IsChanged = false;
        try
        {
            var holds = await calls.CallAsync(() =>
                cluster.GetGrain<Connections.IConnectionGrain>(session.Id).SetSubscriptions(session.Generation, session.Saved()));
            if (!holds)
            {
                session.Connection.Close(Sockets.CloseCode.Normal, "session_moved");
            }
        }
        catch (Exception problem) when (problem is RefusedException or CircuitOpenException)
        {
            session.Life.IsChanged = true;
            LogNotStored(problem);
        }
    }

    private static Session SessionOf(FrameContext context) => context.Session
        ?? throw new RefusedException(ErrorCode.NotFound, "Subscriptions belong to a session: name yours with ?session=.");

    private long Now(FrameContext context) => context.Endpoint.Timestamp(time.GetUtcNow());

    [LoggerMessage(1211, LogLevel.Error, "A {Frame} failed; trace id {Trace}")]
    private partial void LogFailed(Exception problem, string frame, string trace);

    [LoggerMessage(1212, LogLevel.Warning, "The subscriptions of a session could not be stored now; the next checkpoint tries again")]
    private partial void LogNotStored(Exception problem);
}
