using System.Collections.Concurrent;
using System.Collections.Immutable;
using Iskra.Alerts;
using Iskra.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Grains.Alerts;

/// <summary>The alerts, and an outbox that outlives activations and takes a notification once, however often it is handed over.</summary>
internal sealed class AlertRig : GrainRig, INotificationOutbox
{
    private readonly ConcurrentQueue<Notification> _notifications = new();
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);

    public IAlertIndexGrain Index => Engine.Client.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key);

    public IReadOnlyList<Notification> Notifications => [.. _notifications];

    /// <summary>While true the outboxes refuse.</summary>
    public bool IsOutboxAway { get; set; }

    public static AlertSettings Settings { get; } = AlertSettings.Default with
    {
        Config = AlertmanagerYaml.Read(
            """
            route: {receiver: default, group_by: [alertname]}
            receivers:
            - name: default
            - name: devops_lead
              webhook_configs: [{url: "http://devops"}]
              slack_configs: [{api_url: "http://slack"}]
            - name: sre
              pagerduty_configs: [{routing_key: key}]
            inhibit_rules:
            - {source_matchers: [severity=critical], target_matchers: [severity=warning], equal: [cluster]}
            """,
            "test.yml"),
    };

    public static async Task<AlertRig> StartAsync(int silos = 1)
    {
        var rig = new AlertRig();
        await rig.StartEngineAsync(silos, services =>
        {
            services.AddSingleton<INotificationOutbox>(rig);
            services.AddIskraAlerts(Settings);
        });
        return rig;
    }

    public AlertPost Firing(string name, string severity = "critical", double minutes = 600) => new(
        LabelSet.Of(("alertname", name), ("severity", severity)), LabelSet.Of(("summary", "s")), Time.GetUtcNow(), Time.GetUtcNow().AddMinutes(minutes), false, "");

    public AlertPost Ended(string name, string severity = "critical") => Firing(name, severity) with { EndsAt = Time.GetUtcNow() };

    public static string Print(string name, string severity = "critical") => Fingerprint.Of(LabelSet.Of(("alertname", name), ("severity", severity)));

    public Task PostAsync(params AlertPost[] posts) => Index.Post([.. posts]);

    public Task<EventDraft> NextAsync() => NextAsync(ChannelName.Alerts);

    /// <summary>Waits for a number of notifications at the time that the clock shows now.</summary>
    public Task ToldAsync(int count) => StandUntilAsync(() => _notifications.Count >= count, $"{count} notifications are handed over");

    public Task AdvanceUntilAsync(double stepSeconds, Func<bool> holds, string what) =>
        AdvanceUntilAsync(TimeSpan.FromSeconds(stepSeconds), holds, what);

    public Task EnqueueAsync(string receiver, ImmutableArray<Notification> notifications)
    {
        if (IsOutboxAway) throw new InvalidOperationException("The test took the outboxes away.");
        foreach (var notification in notifications.Where(notification => _keys.TryAdd(notification.Key, true))) _notifications.Enqueue(notification);
        return Task.CompletedTask;
    }
}
