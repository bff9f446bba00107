using Iskra.Channels;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Security;

namespace Iskra.Gateway.Sessions;

/// <summary>Lets sessions follow channels and leave them.</summary>
public sealed partial class SessionSubscriber(ChannelHubs hubs, GatewayOptions options, AuthOptions auth, ILogger<SessionSubscriber> log)
{
    /// <summary>How many channels of one request are joined at the same time.</summary>
    public const int MaxParallelJoins = 16;

    /// <summary>Lets a session follow channels.</summary>
    /// <param name="session">The session.</param>
    /// <param name="channels">The names; they are checked here.</param>
    /// <param name="since">Positions for channels that are new to the session.</param>
    /// <param name="isDefault">Whether the endpoint subscribes them.</param>
    /// <returns>What became of each channel, in order. The events of the replay wait in the outbox already.</returns>
    /// <exception cref="CircuitOpenException">The cluster is not asked now.</exception>
    public async Task<SubscribeOutcome> SubscribeAsync(
        Session session, IReadOnlyList<string> channels, IReadOnlyDictionary<string, ChannelPosition> since, bool isDefault)
    {
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(since);
        var outcome = new SubscribeOutcome();
        foreach (var part in channels.Chunk(MaxParallelJoins))
        {
            var results = await Task.WhenAll(part.Select(channel =>
                SubscribeAsync(session, channel, since.TryGetValue(channel, out var position) ? position : null, isDefault)));
            foreach (var (receipt, rejection) in results)
            {
                outcome.Add(receipt, rejection);
            }
        }

        session.Life.IsChanged |= outcome.Receipts.Count > 0;
        return outcome;
    }

    /// <summary>Lets a session leave a channel.</summary>
    /// <returns>Whether it followed it.</returns>
    public bool Unsubscribe(Session session, string channel)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (session.Remove(channel) is not { } subscription)
        {
            return false;
        }

        hubs.Leave(channel, subscription);
        session.Life.IsChanged = true;
        return true;
    }

    /// <summary>Lets a session that has ended leave everything.</summary>
    internal void LeaveAll(Session session)
    {
        foreach (var subscription in session.End())
        {
            hubs.Leave(subscription.Channel, subscription);
        }
    }

    private async Task<(ChannelReceipt? Receipt, ChannelRejection? Rejection)> SubscribeAsync(
        Session session, string channel, ChannelPosition? from, bool isDefault)
    {
        if (Check(session, channel) is { } error)
        {
            return (null, new ChannelRejection(channel, error.Code, error.Message));
        }

        if (!session.TryAdd(channel, from, isDefault, options.MaxSubscriptions, out var subscription))
        {
            return subscription is null
                ? (null, new ChannelRejection(channel, ErrorCode.TooManySubscriptions, $"A session may follow {options.MaxSubscriptions} channels; unsubscribe one first."))
                : (Receipt(session, subscription), null);
        }

        try
        {
            var joined = await hubs.JoinAsync(channel, subscription!, from, session.Closed);
            if (session.IsClosed)
            {
                hubs.Leave(channel, subscription!);
            }

            return (new ChannelReceipt(channel, joined.Position.Epoch, joined.Position.Seq, joined.Recovered), null);
        }
        catch (Exception problem) when (problem is not CircuitOpenException)
        {
            session.Remove(channel);
            return (null, Rejection(session, channel, problem));
        }
        catch
        {
            session.Remove(channel);
            throw;
        }
    }

    /// <summary>Whether a caller may read a channel.</summary>
    /// <returns>Null when it may, else why not.</returns>
    public FrameError? CheckRead(Caller caller, string channel) => AccessRules.CheckRead(caller, channel, auth.Required);

    private FrameError? Check(Session session, string channel) => ChannelName.IsValid(channel)
        ? CheckRead(session.Caller, channel)
        : FrameError.Invalid("channels", ChannelNameRule.Text);

    private static ChannelReceipt Receipt(Session session, ChannelSubscription subscription)
    {
        var position = session.Outbox.Locked(subscription, static item => item.Sent ?? item.Confirmed) ?? default;
        return new ChannelReceipt(subscription.Channel, position.Epoch ?? string.Empty, position.Seq, null);
    }

    private ChannelRejection Rejection(Session session, string channel, Exception problem)
    {
        if (problem is RefusedException refused)
        {
            return new ChannelRejection(channel, refused.Code, refused.Message);
        }

        if (problem is OperationCanceledException && session.IsClosed)
        {
            // Whoever leaves while the channel is being joined has done nothing wrong, and neither have we.
            return new ChannelRejection(channel, ErrorCode.NotFound, "The session has ended; connect again.");
        }

        LogFailed(problem, channel);
        return new ChannelRejection(channel, ErrorCode.Internal, "The channel could not be subscribed; try again.");
    }

    [LoggerMessage(1201, LogLevel.Error, "Channel {Channel} could not be subscribed")]
    private partial void LogFailed(Exception problem, string channel);
}
