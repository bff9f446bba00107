using Iskra.Alerts;
using Iskra.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Storage;

/// <summary>What every store owes the outboxes.</summary>
public abstract class NotificationStoreContract : IAsyncLifetime
{
    private static readonly NotificationSettings Settings = new();
    private StoreUnderTest _store = null!;

    protected INotificationStore Outbox => _store.Services.GetRequiredService<INotificationStore>();

    protected abstract Task<StoreUnderTest> OpenStoreAsync();

    public async ValueTask InitializeAsync() => _store = await OpenStoreAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task What_was_added_comes_back_as_it_was()
    {
        var notification = SomeNotification.Step("Искра/1", step: 3, alerts: [SomeNotification.Alert("One \"quoted\" \\ \n"), SomeNotification.Alert("Два")]);
        var added = Assert.Single(await Outbox.AddAsync("team", [notification], SomeNotification.Noon));
        Assert.Equal(OutboxRules.Enter(notification, added.Number, SomeNotification.Noon) with { Fingerprints = added.Fingerprints }, added);
        Assert.Equal(notification.Alerts.Select(alert => alert.Fingerprint), added.Fingerprints);

        var read = (await Outbox.ReadAsync(added))!;
        Assert.Equal(notification.Alerts.Select(alert => alert.Labels), read.Alerts.Select(alert => alert.Labels));
        Assert.Equal(notification.Alerts.Select(alert => alert.Annotations), read.Alerts.Select(alert => alert.Annotations));
        Assert.Equal(notification with { Alerts = [] }, read with { Alerts = [], GroupLabels = notification.GroupLabels });
    }

    [Fact]
    public async Task A_key_is_taken_once()
    {
        var first = await Outbox.AddAsync("team", [SomeNotification.Step("a"), SomeNotification.Step("b")], SomeNotification.Noon);
        var again = await Outbox.AddAsync("team", [SomeNotification.Step("b"), SomeNotification.Step("c"), SomeNotification.Step("c")], SomeNotification.Noon.AddHours(1));
        Assert.Equal(["a", "b"], first.Select(entry => entry.Key));
        Assert.Equal(["b", "c"], again.Select(entry => entry.Key));
        Assert.Equal(SomeNotification.Noon, again[0].EnqueuedAt);
        Assert.Equal(["a", "b", "c"], (await Outbox.LoadAsync("team")).Select(entry => entry.Key));
    }

    [Fact]
    public async Task What_is_done_is_remembered_and_not_loaded()
    {
        var entry = (await Outbox.AddAsync("team", [SomeNotification.Step("a")], SomeNotification.Noon))[0];
        var claimed = OutboxRules.Claim(entry, Settings, SomeNotification.Noon);
        Assert.True(await Outbox.SaveAsync(claimed));
        Assert.True(await Outbox.SaveAsync(Settle(claimed, NotifyOutcome.Sent)));
        Assert.Empty(await Outbox.LoadAsync("team"));
        Assert.Empty(await Outbox.AddAsync("team", [SomeNotification.Step("a")], SomeNotification.Noon));
        Assert.Empty(await Outbox.ReceiversAsync());
    }

    [Fact]
    public async Task A_failure_stays_until_it_is_told()
    {
        var entry = (await Outbox.AddAsync("team", [SomeNotification.Step("a")], SomeNotification.Noon))[0];
        var claimed = OutboxRules.Claim(entry, Settings, SomeNotification.Noon);
        var failed = Settle(claimed, NotifyOutcome.Rejected("HTTP 403"));
        Assert.True(await Outbox.SaveAsync(claimed) && await Outbox.SaveAsync(failed));
        var loaded = Assert.Single(await Outbox.LoadAsync("team"));
        Assert.Equal((OutboxStatus.Failed, "HTTP 403", true), (loaded.Status, loaded.Problem, loaded.MustAnnounce));
        Assert.Equal(["team"], await Outbox.ReceiversAsync());
        Assert.True(await Outbox.SaveAsync(OutboxRules.Announced(failed)));
        Assert.Empty(await Outbox.LoadAsync("team"));
    }

    [Fact]
    public async Task A_claim_comes_back_with_its_lease_and_counts()
    {
        var entry = (await Outbox.AddAsync("team", [SomeNotification.Step("a")], SomeNotification.Noon))[0];
        var claimed = OutboxRules.Claim(entry, Settings, SomeNotification.Noon) with { PartsSent = 2, UnknownTries = 1 };
        Assert.True(await Outbox.SaveAsync(claimed));
        var loaded = Assert.Single(await Outbox.LoadAsync("team"));
        Assert.Equal(claimed with { Fingerprints = loaded.Fingerprints }, loaded);
    }

    [Fact]
    public async Task Of_two_who_claim_one_succeeds()
    {
        var entry = (await Outbox.AddAsync("team", [SomeNotification.Step("a")], SomeNotification.Noon))[0];
        var claim = OutboxRules.Claim(entry, Settings, SomeNotification.Noon);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Outbox.SaveAsync(claim)));
        Assert.Single(results, isSaved => isSaved);
    }

    [Fact]
    public async Task Only_what_is_done_and_old_is_forgotten()
    {
        var entries = await Outbox.AddAsync("team", [SomeNotification.Step("done"), SomeNotification.Step("open")], SomeNotification.Noon);
        var young = (await Outbox.AddAsync("team", [SomeNotification.Step("young")], SomeNotification.Noon.AddDays(7)))[0];
        var another = (await Outbox.AddAsync("gone", [SomeNotification.Step("another") with { Receiver = "gone" }], SomeNotification.Noon))[0];
        foreach (var entry in new[] { entries[0], young, another })
        {
            var claimed = OutboxRules.Claim(entry, Settings, SomeNotification.Noon);
            Assert.True(await Outbox.SaveAsync(claimed) && await Outbox.SaveAsync(Settle(claimed, NotifyOutcome.Sent)));
        }

        await Outbox.ForgetAsync(SomeNotification.Noon.AddDays(1));
        Assert.Null(await Outbox.ReadAsync(entries[0]));
        Assert.Null(await Outbox.ReadAsync(another));
        Assert.NotNull(await Outbox.ReadAsync(entries[1]));
        Assert.NotNull(await Outbox.ReadAsync(young));
    }

    [Fact]
    public async Task What_was_told_of_an_alert_is_found_by_it_the_newest_of_all_receivers()
    {
        var ended = SomeNotification.Alert("One", AlertStatus.Resolved);
        var first = (await Outbox.AddAsync("team", [SomeNotification.Step("first", alerts: [SomeNotification.Alert("One"), SomeNotification.Alert("Two")])], SomeNotification.Noon))[0];
        await Outbox.AddAsync("team", [SomeNotification.Step("other", alerts: [SomeNotification.Alert("Two")])], SomeNotification.Noon);
        await Outbox.AddAsync("sre", [SomeNotification.Step("over", "sre", alerts: [ended])], SomeNotification.Noon.AddMinutes(1));
        var claimed = OutboxRules.Claim(first, Settings, SomeNotification.Noon);
        Assert.True(await Outbox.SaveAsync(claimed) && await Outbox.SaveAsync(Settle(claimed, NotifyOutcome.Sent)));

        var found = await Outbox.OfAlertAsync(ended.Fingerprint, 10);
        Assert.Equal([("first", OutboxStatus.Sent, true), ("over", OutboxStatus.Pending, false)], found.Select(trace => (trace.Entry.Key, trace.Entry.Status, trace.IsFiring)));
        Assert.All(found, trace => Assert.NotEqual(default, trace.ChangedAt));
        Assert.Equal("over", Assert.Single(await Outbox.OfAlertAsync(ended.Fingerprint, 1)).Entry.Key);
        Assert.Empty(await Outbox.OfAlertAsync("0000000000000000", 10));
    }

    private static OutboxEntry Settle(OutboxEntry claimed, NotifyOutcome outcome) =>
        OutboxRules.Settle(claimed, outcome, knowsRepeats: false, Settings, SomeNotification.Noon, jitter: 1);
}
