using Orleans.Concurrency;

namespace Iskra.Alerts;

/// <summary>Makes alerts of the changes of state that channel <c>slo</c> tells of. There is one, its key is <see cref="Key"/>.</summary>
[Alias("iskra.slo-alert")]
public interface ISloAlertGrain : IGrainWithStringKey
{
    /// <summary>The key.</summary>
    const string Key = "slo";

    /// <summary>Something was appended to the channel. It would be found without being told, a little later.</summary>
    [AlwaysInterleave]
    [Alias("follow")]
    Task Follow();
}
