using System.Collections.Immutable;
using Iskra.Channels;
using Iskra.Connections;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Security;

namespace Iskra.Gateway.Sessions;

/// <summary>
/// A session that lives on this gateway: who it is, what it follows, how far it has read, and the outbox of its connection. The
/// same on every transport.
/// </summary>
public sealed class Session
{
    private readonly Dictionary<string, ChannelSubscription> _subscriptions = new(StringComparer.Ordinal);
    private CancellationTokenSource? _closed;
    private FrameContext? _context;
    private FrameQueue? _queue;
    private bool _isClosed;

    internal Session(string id, SessionOpening opening, long generation, bool isResumed)
    {
        Id = id;
        Opening = opening;
        Generation = generation;
        IsResumed = isResumed;
        opening.Outbox.OnMark = Mark;
    }

    /// <summary>Its id: 192 random bits, as base64url.</summary>
    public string Id { get; }

    /// <summary>Who is at the other end.</summary>
    public Caller Caller => Opening.Caller;

    /// <summary>Where it was opened.</summary>
    public SessionEndpoint Endpoint => Opening.Endpoint;

    /// <summary>What goes to its connection.</summary>
    public Outbox Outbox => Opening.Outbox;

    /// <summary>Its connection.</summary>
    public ISessionConnection Connection => Opening.Connection;

    /// <summary>Number of this opening, which fences off earlier ones.</summary>
    public long Generation { get; }

    /// <summary>Whether a stored session continues.</summary>
    public bool IsResumed { get; }

    /// <summary>What is counted for its endpoint.</summary>
    public EndpointMetrics Metrics => Opening.Metrics;

    /// <summary>Newest round trip in milliseconds; null before the first.</summary>
    public double? RoundTripMs { get; private set; }

    /// <summary>Whether the connection has gone.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Cancelled when the connection has gone.</summary>
    public CancellationToken Closed
    {
        get
        {
            lock (Life)
            {
                _closed ??= new CancellationTokenSource();
                if (_isClosed)
                {
                    _closed.Cancel();
                }

                return _closed.Token;
            }
        }
    }

    internal SessionOpening Opening { get; }

    /// <summary>What the stored session followed, with its saved positions.</summary>
    internal ImmutableArray<Subscription> Restored { get; init; } = [];

    /// <summary>The transport that the session had before; null when it is new.</summary>
    internal string? PreviousTransport { get; init; }

    /// <summary>Frames that come by the connection itself.</summary>
    internal FrameContext Context => _context ??= FrameContext.Of(this);

    internal SessionLife Life { get; } = new();

    /// <summary>The positions of all channels, as the opaque string of protocol section 3.</summary>
    public string Cursor() => Outbox.Locked(this, static session => session.CursorLocked());

    /// <summary>The cursor; only under the lock of the outbox.</summary>
    public string CursorLocked() => Protocol.Cursor.Encode(Positions());

    /// <summary>What the session follows.</summary>
    public ImmutableArray<string> Channels() => Outbox.Locked(this, static session => session._subscriptions.Keys.ToImmutableArray());

    /// <summary>Shows the subscriptions to a transport that keeps positions of its own; the action runs under the lock of the outbox.</summary>
    internal void Follow(Action<IReadOnlyCollection<ChannelSubscription>> follow) => Outbox.Locked((this, follow), static state =>
    {
        state.follow(state.Item1._subscriptions.Values);
        return true;
    });

    /// <summary>Takes the positions that go into the next mark. Called by the outbox, under its lock.</summary>
    public void Mark()
    {
        foreach (var subscription in _subscriptions.Values)
        {
            subscription.Marked = subscription.Sent ?? subscription.Marked;
        }
    }

    /// <summary>The client has received everything up to the newest mark. Only under the lock of the outbox.</summary>
    public void Confirm()
    {
        foreach (var subscription in _subscriptions.Values)
        {
            if (subscription.Marked is { } marked && subscription.Confirmed != marked)
            {
                subscription.Confirmed = marked;
                Life.IsAdvanced = true;
            }
        }
    }

    /// <summary>Takes the answer to a mark.</summary>
    /// <returns>Whether it was the newest.</returns>
    internal bool TryConfirm(long mark)
    {
        if (!Outbox.TryConfirm(mark, Confirm, out var roundTrip))
        {
            return false;
        }

        TakeRoundTrip(roundTrip);
        return true;
    }

    internal void TakeRoundTrip(TimeSpan roundTrip)
    {
        RoundTripMs = roundTrip.TotalMilliseconds;
        Metrics.RoundTrip(roundTrip);
    }

    /// <summary>The requests that wait for their turn; most sessions never have any.</summary>
    internal FrameQueue Queue() => _queue ?? Interlocked.CompareExchange(ref _queue, new FrameQueue(), null) ?? _queue;

    /// <summary>Adds a subscription, to be joined then.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="from">What the client has seen; null when it starts now.</param>
    /// <param name="isDefault">Whether the endpoint subscribes it.</param>
    /// <param name="max">Most subscriptions that are not defaults.</param>
    /// <param name="subscription">The subscription that there is now; null when there are too many.</param>
    /// <returns>Whether it is new.</returns>
    internal bool TryAdd(string channel, ChannelPosition? from, bool isDefault, int max, out ChannelSubscription? subscription)
    {
        var added = new ChannelSubscription(Outbox, channel, from, isDefault);
        subscription = Outbox.Locked((Session: this, Added: added, Max: max), static state =>
        {
            var all = state.Session._subscriptions;
            if (all.TryGetValue(state.Added.Channel, out var present))
            {
                return present;
            }

            if (!state.Added.IsDefault && all.Values.Count(static item => !item.IsDefault) >= state.Max)
            {
                return null;
            }

            all.Add(state.Added.Channel, state.Added);
            return state.Added;
        });
        return subscription == added;
    }

    /// <summary>Takes a subscription off the session.</summary>
    internal ChannelSubscription? Remove(string channel) => Outbox.Locked((this, channel), static state =>
    {
        if (state.Item1._subscriptions.Remove(state.channel, out var subscription))
        {
            subscription.IsActive = false;
        }

        return subscription;
    });

    /// <summary>What is to be stored: all channels with the position that is known to be received.</summary>
    internal ImmutableArray<Subscription> Saved() => Outbox.Locked(this, static session => session._subscriptions.Values
        .Select(static item => new Subscription(item.Channel, item.Confirmed, item.IsDefault))
        .ToImmutableArray());

    /// <summary>The connection has gone.</summary>
    /// <returns>The subscriptions that are to be left.</returns>
    internal ImmutableArray<ChannelSubscription> End()
    {
        lock (Life)
        {
            Volatile.Write(ref _isClosed, true);
            _closed?.Cancel();
        }

        Outbox.Abandon();
        return Outbox.Locked(this, static session =>
        {
            foreach (var subscription in session._subscriptions.Values)
            {
                subscription.IsActive = false;
            }

            return session._subscriptions.Values.ToImmutableArray();
        });
    }

    private IEnumerable<KeyValuePair<string, ChannelPosition>> Positions()
    {
        foreach (var (channel, subscription) in _subscriptions)
        {
            if (subscription.Sent is { } sent)
            {
                yield return KeyValuePair.Create(channel, sent);
            }
            else if (subscription.Confirmed is { } confirmed)
            {
                yield return KeyValuePair.Create(channel, confirmed);
            }
        }
    }
}
