namespace Iskra.Gateway.Protocol;

/// <summary>The members of client frames that have a meaning. Others are ignored.</summary>
internal enum FrameMember
{
    Type,
    Ref,
    Timestamp,
    Data,
    Source,
    Metric,
    Value,
    Channels,
    Since,
    Channel,
    Before,
    Limit,
    Fingerprint,
}
