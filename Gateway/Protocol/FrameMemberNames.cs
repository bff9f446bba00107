namespace Iskra.Gateway.Protocol;

/// <summary>The names of the members, in the order of <see cref="FrameMember"/>.</summary>
internal static class FrameMemberNames
{
    internal static readonly string[] All =
    [
        "type", "ref", "timestamp", "data", "source", "metric", "value",
        "channels", "since", "channel", "before", "limit", "fingerprint",
    ];
}
