using Iskra.Alerts;
using Iskra.Channels;
using Iskra.Metrics;
using Iskra.Notifications;
using Iskra.Tests.Grains.Channels;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Iskra.Tests.Grains.Notifications;

/// <summary>An engine with outboxes, a clock that the test moves, and a store that outlives it.</summary>
internal sealed class OutboxRig : IAsyncDisposable
{
    private TestEngine? _engine;

    public ManualTime Time { get; } = new();

    public FakeNotificationStore Store { get; } = new();

    public FakeNotifier Notifier { get; } = new();

    public FakeNotificationMeter Meter { get; } = new();

    public FakeEventLog Log { get; } = new();

    public AppendRecorder Appends { get; } = new();

    public NotificationSettings Settings { get; init; } = new();

    public AlertSettings Alerts { get; init; } = SomeNotification.Settings(
        "team", SomeNotification.Slack(), SomeNotification.PagerDuty(), SomeNotification.Email(), SomeNotification.Webhook());

    public INotificationGrain Outbox => _engine!.Client.GetGrain<INotificationGrain>("team");

    public async Task<OutboxRig> StartAsync(INotifier? notifier = null, int silos = 1)
    {
        Assert.SkipUnless(silos <= TestEngine.MaxSilos, $"The {TestEngine.Name} engine has one silo.");
        _engine = await TestEngine.StartAsync(new TestEngineOptions
        {
            Silos = silos,
            Time = Time,
            Services = services =>
            {
                services.AddLogging();
                services.AddIskraChannels();
                services.AddSingleton<IMetricStore, EmptyMetricStore>();
                services.AddSingleton<IEventLog>(Log);
                services.AddKeyedSingleton<IGrainStorage>(GrainStateNames.Storage, new FakeGrainStorage());
                services.AddSingleton<IIncomingGrainCallFilter>(Appends);
                services.AddSingleton<INotificationStore>(Store);
                services.AddSingleton(notifier ?? Notifier);
                services.AddSingleton<IJitterSource>(new FixedJitter());
                services.AddSingleton<INotificationMeter>(Meter);
                services.AddIskraAlerts(Alerts);
                services.AddSingleton(Settings);
            },
        });
        return this;
    }

    /// <summary>The process dies, as far as the store can tell, and another starts.</summary>
    public async Task RestartAsync()
    {
        await _engine!.DisposeAsync();
        await StartAsync();
    }

    public Task EnqueueAsync(params Notification[] notifications) => Outbox.Enqueue([.. notifications]);

    /// <summary>Posts an alert that fires until it is told otherwise.</summary>
    public Task PostAsync(LabelSet labels) => _engine!.Client.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key).Post(
        [new AlertPost(labels, LabelSet.Empty, Time.GetUtcNow(), Time.GetUtcNow().AddDays(1), HasTimeout: false, string.Empty)]);

    /// <summary>Moves the clock by steps until something holds.</summary>
    public Task AdvanceUntilAsync(int stepMs, Func<bool> holds, string what) => Eventually.TrueAsync(
        () =>
        {
            if (holds()) return true;
            Time.Advance(TimeSpan.FromMilliseconds(stepMs));
            return false;
        },
        what);

    public Task StatusAsync(string key, OutboxStatus status) =>
        Eventually.TrueAsync(() => Store.Find(key)?.Status == status, $"{key} is {status}");

    public ValueTask DisposeAsync() => _engine?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class FixedJitter : IJitterSource
    {
        public double Next() => 1;
    }
}
