using Iskra.Notifications;
using Iskra.Silo.Storage.Memory;

namespace Iskra.Tests.Storage;

public sealed class MemoryNotificationStoreTests : NotificationStoreContract
{
    protected override Task<StoreUnderTest> OpenStoreAsync() => StoreUnderTest.MemoryAsync();

    [Fact]
    public async Task At_the_bound_what_is_done_makes_room_and_what_is_open_does_not()
    {
        OutboxEntry? first = null;
        for (var i = 0; i < MemoryNotificationStore.MaxNotifications; i += 100)
        {
            var added = await Outbox.AddAsync("team", [.. Enumerable.Range(i, 100).Select(n => SomeNotification.Step($"{n}"))], SomeNotification.Noon);
            first ??= added[0];
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Outbox.AddAsync("team", [SomeNotification.Step("more")], SomeNotification.Noon));
        Assert.True(await Outbox.SaveAsync(first! with { Status = OutboxStatus.Sent, Version = 2 }));
        Assert.Single(await Outbox.AddAsync("team", [SomeNotification.Step("more")], SomeNotification.Noon));
    }
}
