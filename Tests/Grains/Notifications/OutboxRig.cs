using Iskra.Alerts;
using Iskra.Metrics;
using Iskra.Notifications;
using Iskra.Tests.Grains.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Grains.Notifications;

/// <summary>An engine with outboxes, a clock that the test moves, and a store that outlives it.</summary>
internal sealed class OutboxRig : GrainRig
{
    public FakeNotificationStore Store { get; } = new();

    public FakeNotifier Notifier { get; } = new();

    public FakeNotificationMeter Meter { get; } = new();

    public NotificationSettings Settings { get; init; } = new();

    public AlertSettings Alerts { get; init; } = SomeNotification.Settings(
        "team", SomeNotification.Slack(), SomeNotification.PagerDuty(), SomeNotification.Email(), SomeNotification.Webhook());

    public INotificationGrain Outbox => Engine.Client.GetGrain<INotificationGrain>("team");

    public async Task<OutboxRig> StartAsync(INotifier? notifier = null, int silos = 1)
    {
        await StartEngineAsync(silos, services =>
        {
            services.AddSingleton<IMetricStore, EmptyMetricStore>();
            services.AddSingleton<INotificationStore>(Store);
            services.AddSingleton(notifier ?? Notifier);
            services.AddSingleton<IJitterSource>(new FixedJitter());
            services.AddSingleton<INotificationMeter>(Meter);
            services.AddIskraAlerts(Alerts);
            services.AddSingleton(Settings);
        });
        return this;
    }

    /// <summary>The process dies, as far as the store can tell, and another starts.</summary>
    public async Task RestartAsync()
    {
        await Engine.DisposeAsync();
        await StartAsync();
    }

    public Task EnqueueAsync(params Notification[] notifications) => Outbox.Enqueue([.. notifications]);

    /// <summary>Posts an alert that fires until it is told otherwise.</summary>
    public Task PostAsync(LabelSet labels) => Engine.Client.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key).Post(
        [new AlertPost(labels, LabelSet.Empty, Time.GetUtcNow(), Time.GetUtcNow().AddDays(1), HasTimeout: false, string.Empty)]);

    /// <summary>Moves the clock to the next try of a notification.</summary>
    /// <returns>The notification before it.</returns>
    public OutboxEntry AdvanceToNextTry(string key)
    {
        var entry = Store.Find(key)!;
        Time.Advance(entry.NextTryAt - Time.GetUtcNow());
        return entry;
    }

    public Task StatusAsync(string key, OutboxStatus status) =>
        Eventually.TrueAsync(() => Store.Find(key)?.Status == status, $"{key} is {status}");

    private sealed class FixedJitter : IJitterSource
    {
        public double Next() => 1;
    }
}
