using System.Collections.Immutable;
using System.Globalization;
using Iskra.Channels;
using Iskra.Metrics;
using Microsoft.Extensions.Logging;

namespace Iskra.Voices;

/// <summary>
/// The health probes that actions run at once: the store and the metrics of the cluster are asked, and what they answered is shown
/// on channel <c>health</c>.
/// </summary>
/// <param name="store">The store; null where there is none to ask.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures go.</param>
public sealed partial class HealthProbes(IStoreHealth? store, TimeProvider time, ILogger<HealthProbes> logger)
{
    /// <summary>How long each probe may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Runs the probes, and shows and tells what they found. Never fails.</summary>
    public async Task<string> RunAsync(IGrainFactory grains)
    {
        ArgumentNullException.ThrowIfNull(grains);
        var results = await Task.WhenAll(ProbeAsync("store", AskStoreAsync), ProbeAsync("metrics", () => AskMetricsAsync(grains)));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        try
        {
            ImmutableArray<EventDraft> drafts = [.. results.Select((result, index) => Draft(result, now, index))];
            await grains.GetGrain<IChannelGrain>(ChannelName.Health).Append(drafts).WaitAsync(Timeout, time);
        }
#pragma warning disable CA1031 // The result is told all the same.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotShown(logger, failure);
        }

        return "probed: " + string.Join(", ", results.Select(result => result.Text));
    }

    private async Task<TimeSpan?> AskStoreAsync()
    {
        using var bound = new CancellationTokenSource(Timeout, time);
        return store is null ? TimeSpan.Zero : await store.ProbeAsync(bound.Token);
    }

    private async Task<TimeSpan?> AskMetricsAsync(IGrainFactory grains)
    {
        var started = time.GetTimestamp();
        await grains.GetGrain<IPulseGrain>(ChannelName.Pulse).Current();
        return time.GetElapsedTime(started);
    }

    private async Task<ProbeResult> ProbeAsync(string component, Func<Task<TimeSpan?>> ask)
    {
        try
        {
            return new ProbeResult(component, await ask().WaitAsync(Timeout, time));
        }
#pragma warning disable CA1031 // Whatever keeps it from answering is the finding.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogUnhealthy(logger, failure, component);
            return new ProbeResult(component, null);
        }
    }

    private static EventDraft Draft(ProbeResult result, long now, int index) => new(
        string.Create(CultureInfo.InvariantCulture, $"probe-{result.Component}-{now}-{index}"),
        "health_changed",
        now,
        "health",
        PayloadJson.Bytes(result, static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("component", it.Component);
            json.WriteString("status", it.Took is null ? "unhealthy" : "healthy");
            if (it.Took is { } took) json.WriteNumber("latency_ms", Math.Round(took.TotalMilliseconds, 3));
            json.WriteEndObject();
        }));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The probe of {Component} was not answered.")]
    private static partial void LogUnhealthy(ILogger logger, Exception failure, string component);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The results of the probes could not be shown.")]
    private static partial void LogNotShown(ILogger logger, Exception failure);

    private sealed record ProbeResult(string Component, TimeSpan? Took)
    {
        public string Text => Took is { } took
            ? string.Create(CultureInfo.InvariantCulture, $"{Component} healthy in {took.TotalMilliseconds:0} ms")
            : $"{Component} does not answer";
    }
}
