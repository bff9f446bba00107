using System.Net;

namespace Iskra.Gateway.Sessions;

/// <summary>How many live connections there may be (protocol section 6), in all and from one address; loopback is exempt.</summary>
public sealed class ConnectionLimits(int max, int maxPerAddress)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _addresses = [];

    /// <summary>Live connections now.</summary>
    public int Count { get; private set; }

    /// <summary>Lets a connection in.</summary>
    /// <param name="address">Where it comes from; null when it is not known.</param>
    /// <returns>Null when it may come in, else why not.</returns>
    public string? TryEnter(IPAddress? address)
    {
        lock (_gate)
        {
            if (Count >= max)
            {
                return $"This gateway has its {max} connections; try again later.";
            }

            if (Counts(address))
            {
                var count = _addresses.GetValueOrDefault(address!);
                if (count >= maxPerAddress)
                {
                    return $"This address has its {maxPerAddress} connections; close one first.";
                }

                _addresses[address!] = count + 1;
            }

            Count++;
            return null;
        }
    }

    /// <summary>A connection that was let in has gone.</summary>
    public void Leave(IPAddress? address)
    {
        lock (_gate)
        {
            Count--;
            if (!Counts(address) || !_addresses.TryGetValue(address!, out var count))
            {
                return;
            }

            if (count > 1)
            {
                _addresses[address!] = count - 1;
            }
            else
            {
                _addresses.Remove(address!);
            }
        }
    }

    private static bool Counts(IPAddress? address) =>
        address is not null && !IPAddress.IsLoopback(address) && !(address.IsIPv4MappedToIPv6 && IPAddress.IsLoopback(address.MapToIPv4()));
}
