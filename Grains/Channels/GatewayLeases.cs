namespace Iskra.Channels;

/// <summary>Which gateways have subscribers for a channel. Each counts for <see cref="ChannelInterest.Lease"/> after it last said so.</summary>
public sealed class GatewayLeases
{
    /// <summary>Most gateways that can be attached to one channel.</summary>
    public const int MaxGateways = 1_000;

    private static readonly long LeaseUs = ChannelInterest.Lease.ToUs();

    private readonly Dictionary<string, long> _untilUs = new(StringComparer.Ordinal);
    private long _anyUntilUs;

    /// <summary>How many gateways are remembered, expired ones included until the next call.</summary>
    public int Count => _untilUs.Count;

    /// <summary>Whether a gateway is attached at a time, given as Unix time in microseconds.</summary>
    public bool Any(long nowUs) => nowUs < _anyUntilUs;

    /// <summary>Whether this gateway is attached at a time.</summary>
    public bool IsAttached(string gateway, long nowUs) => _untilUs.TryGetValue(gateway, out var untilUs) && nowUs < untilUs;

    /// <summary>Renews the lease of a gateway.</summary>
    /// <returns>False when there are too many gateways; then it is not attached.</returns>
    public bool TryAttach(string gateway, long nowUs)
    {
        if (_untilUs.Count >= MaxGateways && !_untilUs.ContainsKey(gateway))
        {
            Expire(nowUs);
            if (_untilUs.Count >= MaxGateways)
            {
                return false;
            }
        }

        _untilUs[gateway] = nowUs + LeaseUs;
        _anyUntilUs = Math.Max(_anyUntilUs, nowUs + LeaseUs);
        return true;
    }

    /// <summary>Ends the lease of a gateway.</summary>
    public void Detach(string gateway, long nowUs)
    {
        _untilUs.Remove(gateway);
        Expire(nowUs);
    }

    private void Expire(long nowUs)
    {
        _anyUntilUs = 0;
        foreach (var (gateway, untilUs) in _untilUs)
        {
            if (untilUs <= nowUs)
            {
                _untilUs.Remove(gateway);
            }
            else
            {
                _anyUntilUs = Math.Max(_anyUntilUs, untilUs);
            }
        }
    }
}
