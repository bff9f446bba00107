using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Iskra.Channels;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Sessions;
using Iskra.Gateway.Sockets;

namespace Iskra.Gateway.Sse;

/// <summary>One stream of server-sent events: the same session as behind a WebSocket, with an outbox of its own bounds.</summary>
internal sealed partial class SseConnection : IOutboxTransport, ISessionConnection
{
    /// <summary>How long what waits may take to be written once the stream is to end.</summary>
    internal static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MarkAge = TimeSpan.FromSeconds(1);

    private readonly SseServices _services;
    private readonly SseRequest _request;
    private readonly HttpContext _context;
    private readonly Outbox _outbox;
    private readonly SseCursor _cursor;
    private readonly SseFormat _format;
    private readonly SessionEndpoint _endpoint;
    private Session? _session;
    private string? _failure;
    private int _isClosing;

    internal SseConnection(SseServices services, SseRequest request, HttpContext context, SessionEndpoint endpoint)
    {
        (_services, _request, _context, _endpoint) = (services, request, context, endpoint);
        _cursor = new SseCursor(request.Positions ?? ImmutableDictionary<string, ChannelPosition>.Empty);
        _format = new SseFormat(_cursor, request.Types);
        var limits = new OutboxLimits(services.Options.OutboxBytes, services.Options.OutboxFrames, IsBatching: false, OutboxLimits.DefaultBatchDelay);
        _outbox = new Outbox(limits, this, services.Time, services.Metrics);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Shared(EncodedBatch batch) => default;

    /// <inheritdoc/>
    public void Render(ReadOnlySpan<OutboxEntry> entries, IBufferWriter<byte> output)
    {
        _session?.Follow(_cursor.Follow);
        _format.Write(entries, output);
    }

    /// <inheritdoc/>
    public byte[]? CreateMark(long number)
    {
        _ = ConfirmAsync(number);
        return SseFormat.Mark;
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        var flushed = await _context.Response.BodyWriter.WriteAsync(bytes, _context.RequestAborted);
        if (flushed.IsCompleted) throw new IOException("The client has gone.");

        // The stream has no answers; what the client's side took is the only sign of life there is.
        if (_session is { } session) _services.Keeper.Heard(session);
    }

    /// <inheritdoc/>
    public void Overflowed() => ThreadPool.UnsafeQueueUserWorkItem(
        static self => self.Close(CloseCode.SlowConsumer, "slow_consumer", dropWaiting: true), this, preferLocal: false);

    /// <inheritdoc/>
    public void Failed(Exception problem) => Abort();

    /// <inheritdoc/>
    public void SendHeartbeat(long number) => _outbox.SendControl(SseFormat.Heartbeat);

    /// <inheritdoc/>
    public void Abort() => _context.AbortUnlessEnded();

    /// <inheritdoc/>
    public void Close(ushort code, string reason, bool dropWaiting = false)
    {
        if (Interlocked.Exchange(ref _isClosing, 1) == 1) return;
        _failure ??= code is CloseCode.SlowConsumer or CloseCode.HeartbeatMissed ? reason : null;
        if (_session is { } session) _services.Keeper.CutAfter(session, CloseGrace);
        _outbox.Close(SseFormat.Retry(RetryMs(reason)), dropWaiting);
    }

    /// <summary>Serves the stream until it has ended.</summary>
    internal async Task RunAsync(Security.Caller caller)
    {
        var session = await OpenAsync(caller);
        try
        {
            await StartAsync();
            Greet(session);
            session.Queue().TryAdd(() => RestoreAsync(session));
            await _outbox.FinishedAsync().WaitAsync(_context.RequestAborted);
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException)
        {
            // The client has gone, as readers of streams do: there is no goodbye in this protocol.
        }
        finally
        {
            if (_failure is not null) _services.Metrics.ConnectionError(_failure);
            await _services.Manager.CloseAsync(session, _failure);
        }
    }

    private Task<Session> OpenAsync(Security.Caller caller) => _services.Manager.OpenAsync(new SessionOpening
    {
        Endpoint = _endpoint,
        Caller = caller,
        Transport = "sse",
        Outbox = _outbox,
        Connection = this,
        Metrics = _services.Metrics.Endpoint("sse"),
        Session = _request.Session,
        Address = _context.Connection.RemoteIpAddress,
        AcceptedAt = _services.Time.GetTimestamp(),
    });

    private Task StartAsync()
    {
        var response = _context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        return response.StartAsync(_context.RequestAborted);
    }

    private void Greet(Session session)
    {
        _session = session;
        _outbox.Send(ServerFrames.ConnectionEstablished(
            session.Id,
            _endpoint.Dashboard,
            TimeSpan.FromMilliseconds(_services.Options.HeartbeatIntervalMs),
            session.IsResumed,
            BuildInfo.Version,
            _endpoint.Timestamp(_services.Time.GetUtcNow())));
    }

    private async Task RestoreAsync(Session session)
    {
        try
        {
            await _services.Manager.RestoreAsync(session, Wanted());
            if (_request.Channels.Length > 0) await SubscribeAsync(session);

            // From here on a reconnect continues, also when no event has come yet.
            _outbox.Send(SseFormat.CursorOnly, static bytes => bytes);
        }
        catch (CircuitOpenException open)
        {
            _services.Dispatcher.Refuse(session.Context, new FrameError(ErrorCode.Overloaded, open.Message, null, open.RetryAfter.TotalSeconds), default);
            Close(CloseCode.TryAgainLater, string.Create(CultureInfo.InvariantCulture, $"retry_after={open.RetryAfter.TotalSeconds:0.0}"));
        }
        catch (Exception problem)
        {
            LogFailed(_services.Log, problem);
            Close(CloseCode.InternalError, ErrorCode.Internal);
        }
    }

    /// <summary>The positions of channels that are to be followed; with a list of channels those of others are only carried along.</summary>
    private ImmutableDictionary<string, ChannelPosition> Wanted()
    {
        var positions = _request.Positions ?? ImmutableDictionary<string, ChannelPosition>.Empty;
        return _request.Channels.IsEmpty
            ? positions
            : positions.RemoveRange(positions.Keys.Where(channel => !_request.Channels.Contains(channel)));
    }

    private async Task SubscribeAsync(Session session)
    {
        var missing = _request.Channels.Except(session.Channels(), StringComparer.Ordinal).ToList();
        var outcome = await _services.Subscriber.SubscribeAsync(session, missing, ImmutableDictionary<string, ChannelPosition>.Empty, isDefault: false);
        _services.Dispatcher.Refuse(session, outcome.Rejections);
    }

    /// <summary>
    /// Nobody confirms what a stream delivers. A mark counts as received a second after it was written, if the stream is still up
    /// then; readers of streams resume by their own <c>Last-Event-ID</c> anyway, and the saved position is for those who lost it.
    /// </summary>
    private async Task ConfirmAsync(long number)
    {
        await Task.Delay(MarkAge, _services.Time);
        if (_session is { IsClosed: false } session) _outbox.TryConfirm(number, session.Confirm, out _);
    }

    private static long RetryMs(string reason) =>
        reason.StartsWith("retry_after=", StringComparison.Ordinal)
        && double.TryParse(reason.AsSpan("retry_after=".Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? (long)(seconds * 1e3)
            : 1_000;

    [LoggerMessage(Level = LogLevel.Error, Message = "The channels of a stream could not be followed.")]
    private static partial void LogFailed(ILogger logger, Exception problem);
}
