using Iskra.Notifications;
using Iskra.Silo.Notifications;
using Microsoft.Extensions.Logging.Abstractions;

namespace Iskra.Tests.Grains.Notifications;

public sealed class NotificationSweepTests
{
    [Fact]
    public async Task What_is_done_goes_after_its_time_whoever_its_receiver_was()
    {
        var (time, store, settings) = (new ManualTime(), new FakeNotificationStore(), new NotificationSettings());
        var entry = (await store.AddAsync("gone", [SomeNotification.Step("a") with { Receiver = "gone" }], time.GetUtcNow()))[0];
        var open = (await store.AddAsync("gone", [SomeNotification.Step("b") with { Receiver = "gone" }], time.GetUtcNow()))[0];
        var claimed = OutboxRules.Claim(entry, settings, time.GetUtcNow());
        Assert.True(await store.SaveAsync(claimed) && await store.SaveAsync(OutboxRules.Settle(claimed, NotifyOutcome.Sent, knowsRepeats: false, settings, time.GetUtcNow(), jitter: 1)));
        using var sweep = new NotificationSweep(store, settings, time, NullLogger<NotificationSweep>.Instance);
        await sweep.StartAsync(TestContext.Current.CancellationToken);
        time.Advance(settings.KeepFor - TimeSpan.FromSeconds(1));
        Assert.NotNull(await store.ReadAsync(entry));
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(NotificationSweep.Interval);
                return store.ReadAsync(entry).Result is null;
            },
            "it is forgotten");
        Assert.NotNull(await store.ReadAsync(open));
        await sweep.StopAsync(TestContext.Current.CancellationToken);
    }
}
