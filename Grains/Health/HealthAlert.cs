using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Iskra.Alerts;
using Iskra.Channels;

namespace Iskra.Health;

/// <summary>
/// Tells of the health of the connection layer: <c>health_changed</c> on channel <c>health</c> and an alert while it is not healthy. A
/// warning ends by itself after an hour.
/// </summary>
/// <param name="grains">The way to the channel and the alerts.</param>
internal sealed class HealthAlert(IGrainFactory grains)
{
    /// <summary>Label <c>alertname</c> of the alert.</summary>
    public const string AlertName = "ConnectionHealth";

    /// <summary>After this time a warning ends by itself.</summary>
    public static readonly TimeSpan WarningLife = TimeSpan.FromHours(1);

    // A critical alert is posted with every measurement; this is how long it outlives the last one.
    private static readonly TimeSpan CriticalLife = TimeSpan.FromMinutes(5);

    private HealthLevel? _told;
    private HealthLevel? _alerted;

    /// <summary>Takes a measurement.</summary>
    public async Task TakeAsync(HealthSummary summary, DateTimeOffset now)
    {
        var score = HealthScore.Of(summary);
        if (_told != score.Level)
        {
            await grains.GetGrain<IChannelGrain>(ChannelName.Health).Append([Draft(score, summary, now)]);
            _told = score.Level;
        }

        await AlertAsync(score, now);
    }

    private async Task AlertAsync(HealthScore score, DateTimeOffset now)
    {
        // A process that has just started does not know whether the one before left an alert behind; ending what does not fire does nothing.
        var posts = new List<AlertPost>();
        if (score.Level != HealthLevel.Unhealthy) posts.Add(Post(HealthLevel.Unhealthy, score, now, now));
        if (score.Level != HealthLevel.Degraded) posts.Add(Post(HealthLevel.Degraded, score, now, now));
        if (score.Level == HealthLevel.Unhealthy) posts.Add(Post(HealthLevel.Unhealthy, score, now, now + CriticalLife));
        if (score.Level == HealthLevel.Degraded && _alerted != HealthLevel.Degraded) posts.Add(Post(HealthLevel.Degraded, score, now, now + WarningLife));
        if (score.Level == _alerted && score.Level != HealthLevel.Unhealthy) return;
        await grains.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key).Post([.. posts]);
        _alerted = score.Level;
    }

    private static AlertPost Post(HealthLevel level, HealthScore score, DateTimeOffset now, DateTimeOffset endsAt) => new(
        LabelSet.Of(
            ("alertname", AlertName),
            ("component", "connections"),
            ("priority", level == HealthLevel.Unhealthy ? AlertPriority.P0 : AlertPriority.P1),
            ("severity", level == HealthLevel.Unhealthy ? "critical" : "warning"),
            ("source", "iskra")),
        LabelSet.Of(
            ("summary", "The connection layer is not well."),
            ("description", string.Create(CultureInfo.InvariantCulture, $"Score {score.Score} of 100: {(score.Reasons.Length > 0 ? score.Reasons : "nothing is wrong")}."))),
        now,
        endsAt,
        endsAt > now,
        string.Empty);

    private static EventDraft Draft(HealthScore score, HealthSummary summary, DateTimeOffset now)
    {
        var data = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(data))
        {
            json.WriteStartObject();
            json.WriteString("component"u8, "connections"u8);
            json.WriteString("status"u8, score.Level.ToString().ToLowerInvariant());
            json.WriteNumber("latency_ms"u8, Math.Round(summary.LatencyMs ?? 0, 3));
            json.WriteNumber("score"u8, score.Score);
            if (score.Reasons.Length > 0) json.WriteString("message"u8, score.Reasons);
            json.WriteEndObject();
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"health-connections-{now.UtcTicks}");
        return new EventDraft(id, "health_changed", now.ToUnixTimeMilliseconds(), "health", data.WrittenMemory);
    }
}
