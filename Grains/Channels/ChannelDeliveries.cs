using Microsoft.Extensions.Logging;

namespace Iskra.Channels;

/// <summary>The gateways that the events of a channel are brought to, each at its own pace.</summary>
/// <param name="channel">Name of the channel.</param>
/// <param name="leases">Who is attached; nothing is sent to others.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures go.</param>
public sealed class ChannelDeliveries(string channel, GatewayLeases leases, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<string, GatewayDelivery> _deliveries = new(StringComparer.Ordinal);

    /// <summary>How many gateways events go to; never more than hold a lease, or held one at the last <see cref="Send"/>.</summary>
    public int Count => _deliveries.Count;

    /// <summary>Brings what comes from now on to a gateway that is attached, to the newest receiver that it named.</summary>
    public void Attach(string gateway, IChannelReceiver receiver)
    {
        if (_deliveries.TryGetValue(gateway, out var known))
        {
            if (known.GoesTo(receiver) && !known.IsStuck(time.NowUs()))
            {
                return;
            }

            known.End();
        }

        _deliveries[gateway] = new GatewayDelivery(channel, gateway, receiver, time, logger);
    }

    /// <summary>Brings nothing more to a gateway.</summary>
    public void Detach(string gateway)
    {
        if (_deliveries.Remove(gateway, out var known))
        {
            known.End();
        }
    }

    /// <summary>Sends what is new to everybody who is attached.</summary>
    /// <param name="tail">The events.</param>
    /// <param name="afterSeq">What comes after this number is new.</param>
    public void Send(ChannelTail tail, long afterSeq)
    {
        var nowUs = time.NowUs();
        foreach (var (gateway, delivery) in _deliveries)
        {
            if (leases.IsAttached(gateway, nowUs))
            {
                delivery.Send(tail, afterSeq);
            }
            else
            {
                Detach(gateway);
            }
        }
    }

    /// <summary>
    /// Waits until everything has been sent and tells the gateways that the channel leaves, for at most
    /// <see cref="GatewayDelivery.AnswerTimeout"/>.
    /// </summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        var leaving = Task.WhenAll(_deliveries.Values.Select(delivery => delivery.LeaveAsync()));
        try
        {
            await leaving.WaitAsync(GatewayDelivery.AnswerTimeout, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // A gateway that does not answer notices by itself, with its next renewal.
        }
    }
}
