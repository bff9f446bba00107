using System.Buffers;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Security;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Sockets;

/// <summary>One WebSocket: reads what the client sends, writes what its session has, and ends it properly.</summary>
public sealed partial class SocketConnection : IOutboxTransport, ISessionConnection
{
    /// <summary>How long the other side has to answer a close, and what waits to be written.</summary>
    public static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(5);

    private readonly SocketServices _services;
    private readonly SocketRequest _request;
    private readonly HttpContext _context;
    private readonly Stream _stream;
    private readonly DirectOutput? _direct;
    private readonly bool _canDeflate;
    private readonly Outbox _outbox;
    private Session? _session;
    private string? _failure;
    private int _closeSent;

    internal SocketConnection(SocketServices services, SocketRequest request, HttpContext context, Stream stream, bool canDeflate)
    {
        _services = services;
        _request = request;
        _context = context;
        _stream = stream;
        _canDeflate = canDeflate;
        _direct = context.GetDirectOutput();
        _outbox = new Outbox(services.LimitsOf(request), this, services.Time, services.Metrics);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Shared(EncodedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return _canDeflate ? batch.CompressedFrames : batch.Frames;
    }

    /// <inheritdoc/>
    public void Render(ReadOnlySpan<OutboxEntry> entries, IBufferWriter<byte> output)
    {
        if (_request.IsBatching)
        {
            SocketFormat.WriteBatches(entries, _canDeflate, Timestamp(), output);
        }
        else
        {
            SocketFormat.Write(entries, _canDeflate, output);
        }
    }

    /// <inheritdoc/>
    public byte[]? CreateMark(long number) => SocketFormat.Mark(number);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => _direct?.SendAsync(bytes) ?? _stream.WriteAsync(bytes);

    /// <inheritdoc/>
    public void Overflowed()
    {
        // Called under the lock of the outbox: the close is for another thread.
        ThreadPool.UnsafeQueueUserWorkItem(
            static self => self.Close(CloseCode.SlowConsumer, "slow_consumer", dropWaiting: true), this, preferLocal: false);
    }

    /// <inheritdoc/>
    public void Failed(Exception problem)
    {
        _failure ??= "reset";
        Abort();
    }

    /// <inheritdoc/>
    public void SendHeartbeat(long number) => _outbox.SendControl(SocketFormat.Heartbeat(number));

    /// <inheritdoc/>
    public void Close(ushort code, string reason, bool dropWaiting = false)
    {
        if (Interlocked.Exchange(ref _closeSent, 1) == 1)
        {
            return;
        }

        _failure ??= code switch
        {
            CloseCode.SlowConsumer => "slow_consumer",
            CloseCode.HeartbeatMissed => "heartbeat_missed",
            _ => null,
        };
        if (_session is { } session)
        {
            _services.Keeper.CutAfter(session, CloseGrace);
        }

        _outbox.Close(CloseFrame.Create(code, reason), dropWaiting);
    }

    /// <inheritdoc/>
    public void Abort() => _context.AbortUnlessEnded();

    /// <summary>Serves the connection until it has ended.</summary>
    internal async Task RunAsync()
    {
        var token = await _services.Callers.ResolveForReadingAsync(_context);
        if (token.Caller is not { } caller)
        {
            var error = new FrameError(token.Code ?? ErrorCode.Unauthorized, token.Reason ?? "The token is not accepted.");
            await RefuseAsync(error, error.Code == ErrorCode.TokenExpired ? CloseCode.TokenExpired : CloseCode.PolicyViolation);
            return;
        }

        if (await TryOpenAsync(caller) is not { } session)
        {
            return;
        }

        try
        {
            await ServeAsync(session);
        }
        finally
        {
            if (_failure is not null)
            {
                _services.Metrics.ConnectionError(_failure);
            }

            await _services.Manager.CloseAsync(session, _failure);
        }
    }

    private async Task<Session?> TryOpenAsync(Caller caller)
    {
        var metrics = _services.Metrics.Endpoint(_request.Endpoint.Dashboard);
        try
        {
            return await _services.Manager.OpenAsync(new SessionOpening
            {
                Endpoint = _request.Endpoint,
                Caller = caller,
                Transport = "websocket",
                Outbox = _outbox,
                Connection = this,
                Metrics = metrics,
                Session = _request.Session,
                Address = _request.Address,
                AcceptedAt = _services.Time.GetTimestamp(),
            });
        }
        catch (RefusedException) when (_services.Manager.IsDraining)
        {
            // The upgrade was answered just before the drain began: it leaves like all others.
            metrics.Refused();
            Close(CloseCode.ServiceRestart, SessionManager.ReturnReason());
            await EndAsync(new CloseSeeker());
        }
        catch (RefusedException refused)
        {
            metrics.Refused();
            await RefuseAsync(FrameError.From(refused), CloseCode.TryAgainLater);
        }
        catch (CircuitOpenException open)
        {
            metrics.Refused();
            await RefuseAsync(new FrameError(ErrorCode.Overloaded, open.Message, null, open.RetryAfter.TotalSeconds), CloseCode.TryAgainLater);
        }

        return null;
    }

    private async Task ServeAsync(Session session)
    {
        _session = session;
        Greet(session);
        session.Queue().TryAdd(() => RestoreAsync(session));
        using var decoder = new WebSocketDecoder(_request.Endpoint.MaxMessageBytes ?? _services.Options.MaxMessageBytes, _canDeflate);
        try
        {
            if (await SocketReceiver.RunAsync(_stream, decoder, Take) is { } seeker)
            {
                await EndAsync(seeker);
            }
            else if (_closeSent == 0)
            {
                _failure ??= "reset";
            }
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is gone; unless we closed it, the client did not say goodbye.
            _failure ??= _closeSent == 0 ? "reset" : null;
        }
    }

    private void Greet(Session session)
    {
        var heartbeat = TimeSpan.FromMilliseconds(_request.Endpoint.HeartbeatIntervalMs ?? _services.Options.HeartbeatIntervalMs);
        _outbox.Send(ServerFrames.ConnectionEstablished(
            session.Id, _request.Endpoint.Dashboard, heartbeat, session.IsResumed, BuildInfo.Version, Timestamp()));
        if (_request.IsBadCursor)
        {
            _services.Dispatcher.Refuse(session.Context, BadCursor, default);
        }
    }

    private async Task RestoreAsync(Session session)
    {
        try
        {
            await _services.Manager.RestoreAsync(session, _request.Positions);
        }
        catch (CircuitOpenException open)
        {
            _services.Dispatcher.Refuse(session.Context, new FrameError(ErrorCode.Overloaded, open.Message, null, open.RetryAfter.TotalSeconds), default);
            Close(CloseCode.TryAgainLater, ErrorCode.Overloaded);
        }
        catch (Exception problem)
        {
            LogFailed(_services.Log, problem);
            Close(CloseCode.InternalError, ErrorCode.Internal);
        }
    }

    /// <summary>Tells a client that has no session why, and ends the connection.</summary>
    private async Task RefuseAsync(FrameError error, ushort code)
    {
        _services.Metrics.ErrorAnswered(error.Code);
        _services.Manager.Refused(_request.Endpoint, error);
        _outbox.Send(ServerFrames.Error(error, default, Timestamp()));
        Close(code, error.Code);
        await EndAsync(new CloseSeeker());
    }

    /// <summary>Waits until what waits is written and the other side has answered the close, but not for long.</summary>
    private async Task EndAsync(CloseSeeker seeker)
    {
        try
        {
            await _outbox.FinishedAsync().WaitAsync(CloseGrace, _services.Time);
            if (!_peerClosed)
            {
                await SocketReceiver.DiscardAsync(_stream, seeker).WaitAsync(CloseGrace, _services.Time);
            }
        }
        catch (Exception problem) when (problem is TimeoutException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            Abort();
        }
    }

    private long Timestamp() => _request.Endpoint.Timestamp(_services.Time.GetUtcNow());

    [LoggerMessage(1301, LogLevel.Error, "The subscriptions of a session could not be restored")]
    private static partial void LogFailed(ILogger logger, Exception problem);
}
