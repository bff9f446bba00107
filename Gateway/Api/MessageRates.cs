using Iskra.Gateway.Hosting;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Api;

/// <summary>
/// The message rate of those who send frames by HTTP: the same figures as for a session, counted for each user, or for each address
/// where nobody has shown who they are. Bounded: beyond <see cref="MaxSenders"/> the one that has been silent longest is forgotten.
/// </summary>
public sealed class MessageRates(GatewayOptions options, TimeProvider time)
{
    /// <summary>Most senders that are remembered.</summary>
    public const int MaxSenders = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Sender>> _senders = new(StringComparer.Ordinal);
    private readonly LinkedList<Sender> _bySilence = new();

    /// <summary>Takes some messages from a sender's allowance.</summary>
    /// <param name="sender">Who sends.</param>
    /// <param name="count">How many.</param>
    /// <returns>0 when they may pass, else after how many seconds the next one may; none of them has passed then.</returns>
    public double Take(string sender, int count)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_lock)
        {
            var node = Find(sender, nowMs);
            var bucket = node.Value.Bucket;
            for (var i = 0; i < count; i++)
            {
                var retryAfter = bucket.Take(options.MessagesPerSecond, options.MessageBurst, nowMs);
                if (retryAfter > 0) return retryAfter;
            }

            node.Value.Bucket = bucket;
            return 0;
        }
    }

    private LinkedListNode<Sender> Find(string sender, long nowMs)
    {
        if (_senders.TryGetValue(sender, out var node))
        {
            _bySilence.Remove(node);
        }
        else
        {
            if (_senders.Count == MaxSenders)
            {
                _senders.Remove(_bySilence.First!.Value.Name);
                _bySilence.RemoveFirst();
            }

            node = new LinkedListNode<Sender>(new Sender(sender, new TokenBucket(options.MessageBurst, nowMs)));
            _senders.Add(sender, node);
        }

        _bySilence.AddLast(node);
        return node;
    }

    private sealed class Sender(string name, TokenBucket bucket)
    {
        public string Name { get; } = name;

        public TokenBucket Bucket { get; set; } = bucket;
    }
}
