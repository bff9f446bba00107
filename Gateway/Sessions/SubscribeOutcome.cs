using Iskra.Gateway.Protocol;

namespace Iskra.Gateway.Sessions;

/// <summary>What became of the channels of a request.</summary>
public sealed class SubscribeOutcome
{
    private readonly List<ChannelReceipt> _receipts = [];
    private readonly List<ChannelRejection> _rejections = [];

    /// <summary>Channels that the session follows.</summary>
    public IReadOnlyList<ChannelReceipt> Receipts => _receipts;

    /// <summary>Channels that it does not.</summary>
    public IReadOnlyList<ChannelRejection> Rejections => _rejections;

    internal void Add(ChannelReceipt? receipt, ChannelRejection? rejection)
    {
        if (receipt is not null)
        {
            _receipts.Add(receipt);
        }

        if (rejection is not null)
        {
            _rejections.Add(rejection);
        }
    }
}
