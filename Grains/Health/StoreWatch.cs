using System.Globalization;
using Iskra.Channels;

namespace Iskra.Health;

/// <summary>
/// Asks the store whether it answers and tells of a change: <c>health_changed</c> with component <c>store</c> on channel <c>health</c>. As long
/// as nothing was told it counts as healthy.
/// </summary>
/// <param name="store">The store; null where there is none to ask.</param>
/// <param name="grains">The way to the channel.</param>
/// <param name="time">The clock of the bounds.</param>
internal sealed class StoreWatch(IStoreHealth? store, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Longest wait for the store.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait for the channel.</summary>
    public static readonly TimeSpan ChannelTimeout = TimeSpan.FromSeconds(5);

    private HealthLevel _told = HealthLevel.Healthy;
    private bool _isUnsure;
    private bool _isAsking;

    /// <summary>Asks once, unless somebody waits for an answer already.</summary>
    public async Task AskAsync()
    {
        if (store is null || _isAsking) return;
        _isAsking = true;
        try
        {
            var took = await ProbeAsync(store);
            var level = took is null ? HealthLevel.Unhealthy : HealthLevel.Healthy;
            if (level == _told && !_isUnsure) return;

            // An answer of the channel that is lost leaves open what was told; then it is told again.
            _isUnsure = true;
            await grains.GetGrain<IChannelGrain>(ChannelName.Health).Append([Draft(level, took)]).WaitAsync(ChannelTimeout, time);
            (_told, _isUnsure) = (level, false);
        }
        finally
        {
            _isAsking = false;
        }
    }

    private async Task<TimeSpan?> ProbeAsync(IStoreHealth store)
    {
        using var bound = new CancellationTokenSource(Timeout, time);
        try
        {
            return await store.ProbeAsync(bound.Token).WaitAsync(Timeout, time);
        }
#pragma warning disable CA1031 // Whatever keeps it from answering is the finding.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private EventDraft Draft(HealthLevel level, TimeSpan? took)
    {
        var now = time.GetUtcNow();
        return new EventDraft(
            string.Create(CultureInfo.InvariantCulture, $"health-store-{now.UtcTicks}"),
            "health_changed",
            now.ToUnixTimeMilliseconds(),
            "health",
            PayloadJson.Bytes((level, took), static (json, it) =>
            {
                json.WriteStartObject();
                json.WriteString("component", "store");
                json.WriteString("status", it.level.ToString().ToLowerInvariant());
                json.WriteNumber("latency_ms", Math.Round(it.took?.TotalMilliseconds ?? Timeout.TotalMilliseconds, 3));
                if (it.took is null) json.WriteString("message", "The store does not answer; reading and live traffic go on, durable writes are refused.");
                json.WriteEndObject();
            }));
    }
}
