using System.Collections.Immutable;
using Iskra.Channels;
using Iskra.Gateway.Api;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Polling;

/// <summary>
/// <c>GET /api/v2/events/poll</c>: long polling, and plain polling with <c>timeout=0</c>. There is no session: the cursor holds all
/// there is to know, so that the next poll may go to any gateway.
/// </summary>
internal sealed class PollEndpoint
{
    private static readonly KeyValuePair<string, ChannelPosition>[] NoPositions = [];

    private readonly ChannelHubs _hubs;
    private readonly SessionSubscriber _access;
    private readonly GatewayOptions _options;
    private readonly DrainState _drain;
    private readonly TimeProvider _time;
    private readonly ConnectionLimits _limits;

    public PollEndpoint(ChannelHubs hubs, SessionSubscriber access, GatewayOptions options, DrainState drain, TimeProvider time)
    {
        (_hubs, _access, _options, _drain, _time) = (hubs, access, options, drain, time);
        _limits = new ConnectionLimits(options.MaxConnections, options.MaxConnectionsPerAddress);
    }

    internal async Task<IResult> Get(HttpContext context)
    {
        var request = PollRequest.Of(context, _options);
        var caller = CallerFilter.CallerOf(context);
        foreach (var channel in request.Channels)
            if (_access.CheckRead(caller, channel) is { } error) return Problem.From(error);
        var address = context.Connection.RemoteIpAddress;
        if (_limits.TryEnter(address) is { } full) return new Problem(ErrorCode.Overloaded, full) { RetryAfterSeconds = 5 };
        try
        {
            return await PollAsync(request, context.RequestAborted);
        }
        finally
        {
            _limits.Leave(address);
        }
    }

    private async Task<IResult> PollAsync(PollRequest request, CancellationToken cancellationToken)
    {
        // Who brings no cursor learns where now is, and nothing else.
        var collector = new PollCollector(request.Positions is null ? 0 : request.Limit, request.Types, request.Positions?.AsEnumerable() ?? NoPositions);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _drain.Draining);
        var subscribers = request.Channels.ToImmutableDictionary(
            channel => channel, channel => new PollSubscriber(channel, collector), StringComparer.Ordinal);
        try
        {
            await Task.WhenAll(subscribers.Select(pair => JoinAsync(pair.Key, pair.Value, request, collector, end.Token)));
            if (request.Positions is not null && request.Timeout > TimeSpan.Zero) await WaitAsync(collector.First, request.Timeout, end.Token);
        }
        finally
        {
            foreach (var (channel, subscriber) in subscribers) _hubs.Leave(channel, subscriber);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var (cursor, events) = collector.Close();
        return new PollAnswer(cursor, events);
    }

    private async Task JoinAsync(string channel, PollSubscriber subscriber, PollRequest request, PollCollector collector, CancellationToken cancellationToken)
    {
        ChannelPosition? from = request.Positions is not null && request.Positions.TryGetValue(channel, out var position) ? position : null;
        try
        {
            var joined = await _hubs.JoinAsync(channel, subscriber, from, cancellationToken);
            if (from is null) collector.Begin(channel, joined.Position);
        }
        catch (OperationCanceledException)
        {
            // The replay ended because the answer is full, or the gateway stops: what is there is the answer.
        }
    }

    private async Task WaitAsync(Task first, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await first.WaitAsync(timeout, _time, cancellationToken);
        }
        catch (Exception problem) when (problem is TimeoutException or OperationCanceledException)
        {
            // Nothing came in time, or the gateway stops: an empty answer with the same cursor is right.
        }
    }
}
