using Iskra.Gateway.Protocol;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Sockets;

/// <content>What the connection does with what the client sends.</content>
public sealed partial class SocketConnection
{
    private static readonly FrameError BadCursor = new(
        ErrorCode.InvalidCursor, "The cursor is not one that this service gave; the session starts without it.");

    private static readonly FrameError NoBinary = new(ErrorCode.BinaryNotSupported, "Frames are text messages with one JSON object in UTF-8.");

    private bool _peerClosed;

    /// <summary>Takes a message.</summary>
    /// <returns>False when nothing more is to be decoded.</returns>
    private bool Take(WebSocketMessage message)
    {
        var session = _session!;
        _services.Keeper.Heard(session);
        switch (message.Kind)
        {
            case WebSocketMessageKind.Text:
                _services.Intake.Receive(session, message.Payload.Span);
                return true;
            case WebSocketMessageKind.Binary:
                _services.Intake.Refuse(session, NoBinary);
                return true;
            case WebSocketMessageKind.Ping:
                TakePing(session, message.Payload.Span);
                return true;
            case WebSocketMessageKind.Pong:
                TakePong(session, message.Payload.Span);
                return true;
            case WebSocketMessageKind.Close:
                TakeClose(message.Payload.Span);
                return false;
            case WebSocketMessageKind.TooLarge:
                TakeTooLarge(session);
                return false;
            default:
                _failure ??= "protocol";
                Close(CloseCode.ProtocolError, message.Fault ?? "not WebSocket");
                return false;
        }
    }

    private void TakePing(Session session, ReadOnlySpan<byte> payload)
    {
        if (_services.Intake.TryPass(session))
        {
            _outbox.SendControl(WebSocketHeader.Frame(WebSocketOpcode.Pong, payload));
        }
    }

    private void TakePong(Session session, ReadOnlySpan<byte> payload)
    {
        if (!SocketFormat.TryReadPong(payload, out var isMark, out var number))
        {
            return;
        }

        if (isMark)
        {
            session.TryConfirm(number);
        }
        else
        {
            _services.Keeper.Answered(session, number);
        }
    }

    private void TakeClose(ReadOnlySpan<byte> payload)
    {
        _peerClosed = true;
        var isValid = CloseFrame.TryRead(payload, out var code);
        if (!isValid)
        {
            _failure ??= "protocol";
        }

        Close(isValid ? code : CloseCode.ProtocolError, string.Empty);
    }

    private void TakeTooLarge(Session session)
    {
        var max = _request.Endpoint.MaxMessageBytes ?? _services.Options.MaxMessageBytes;
        _services.Metrics.FrameReceived();
        _services.Dispatcher.Refuse(session.Context, new FrameError(ErrorCode.MessageTooLarge, $"A message may have {max} bytes."), default);
        Close(CloseCode.MessageTooBig, ErrorCode.MessageTooLarge);
    }
}
