using System.Collections.Concurrent;
using System.Collections.Immutable;
using Iskra.Alerts;
using Iskra.Channels;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Iskra.Tests.Grains.Alerts;

/// <summary>An engine with the alerts, a clock that the test moves, a store and an outbox that outlive activations.</summary>
internal sealed class AlertRig : IAsyncDisposable, INotificationOutbox
{
    private readonly ConcurrentQueue<Notification> _notifications = new();
    private TestEngine? _engine;

    public ManualTime Time { get; } = new();

    public FakeEventLog Log { get; } = new();

    public FakeGrainStorage States { get; } = new();

    public AppendRecorder Appends { get; } = new();

    public TestEngine Engine => _engine!;

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
        Assert.SkipUnless(silos <= TestEngine.MaxSilos, $"The {TestEngine.Name} engine has one silo.");
        var rig = new AlertRig();
        rig._engine = await TestEngine.StartAsync(new TestEngineOptions
        {
            Silos = silos,
            Time = rig.Time,
            Services = services =>
            {
                services.AddLogging();
                services.AddIskraChannels();
                services.AddSingleton<INotificationOutbox>(rig);
                services.AddIskraAlerts(Settings);
                services.AddSingleton<IEventLog>(rig.Log);
                services.AddKeyedSingleton<IGrainStorage>(GrainStateNames.Storage, rig.States);
                services.AddSingleton<IIncomingGrainCallFilter>(rig.Appends);
            },
        });
        return rig;
    }

    public AlertPost Firing(string name, string severity = "critical", double minutes = 600) => new(
        LabelSet.Of(("alertname", name), ("severity", severity)), LabelSet.Of(("summary", "s")), Time.GetUtcNow(), Time.GetUtcNow().AddMinutes(minutes), false, "");

    public AlertPost Ended(string name, string severity = "critical") => Firing(name, severity) with { EndsAt = Time.GetUtcNow() };

    public static string Print(string name, string severity = "critical") => Fingerprint.Of(LabelSet.Of(("alertname", name), ("severity", severity)));

    public Task PostAsync(params AlertPost[] posts) => Index.Post([.. posts]);

    public Task<EventDraft> NextAsync(string channel = ChannelName.Alerts) => Time.StandUntilAsync(Appends.NextAsync(channel), $"an event comes on {channel}");

    /// <summary>Waits for a number of notifications at the time that the clock shows now.</summary>
    public Task ToldAsync(int count) => Eventually.TrueAsync(
        () =>
        {
            Time.Advance(TimeSpan.Zero);
            return _notifications.Count >= count;
        },
        $"{count} notifications are handed over");

    /// <summary>Moves the clock by steps until something holds.</summary>
    public Task AdvanceUntilAsync(double stepSeconds, Func<bool> holds, string what) => Eventually.TrueAsync(
        () =>
        {
            if (holds()) return true;
            Time.Advance(TimeSpan.FromSeconds(stepSeconds));
            return false;
        },
        what);

    public Task EnqueueAsync(string receiver, ImmutableArray<Notification> notifications)
    {
        if (IsOutboxAway) throw new InvalidOperationException("The test took the outboxes away.");
        foreach (var notification in notifications) _notifications.Enqueue(notification);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        States.Release();
        return _engine?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
