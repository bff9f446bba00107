using Iskra.Silo.Storage.Memory;

namespace Iskra.Tests.Storage;

public sealed class MemoryEventLogTests : EventLogContract
{
    protected override Task<StoreUnderTest> OpenStoreAsync() => StoreUnderTest.MemoryAsync();

    [Fact]
    public async Task At_the_bound_a_new_channel_is_refused_and_the_others_go_on()
    {
        var cancel = TestContext.Current.CancellationToken;
        for (var i = 0; i < MemoryEventLog.MaxChannels; i++) await Log.OpenAsync($"log/{i}", cancel);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => Log.OpenAsync("log/more", cancel));
        Assert.Contains($"{MemoryEventLog.MaxChannels} channels", refused.Message, StringComparison.Ordinal);
        var head = await Log.OpenAsync("log/0", cancel);
        Assert.True(await Log.AppendAsync("log/0", head, Some.Events(1, 1), cancel));
    }

    [Fact]
    public async Task The_newest_ten_thousand_events_are_kept()
    {
        var cancel = TestContext.Current.CancellationToken;
        var head = await Log.OpenAsync("log/a", cancel);
        for (var i = 0; i < 13; i++)
        {
            Assert.True(await Log.AppendAsync("log/a", head with { Seq = i * 1_000 }, Some.Events((i * 1_000) + 1, 1_000), cancel));
        }

        Assert.Equal(13_000, (await Log.OpenAsync("log/a", cancel)).Seq);
        Assert.Equal([3_001], Numbers(await Log.ReadAfterAsync("log/a", head.Epoch, 0, 1, cancel)));
        Assert.Empty(await Log.ReadBeforeAsync("log/a", head.Epoch, 13_001 - MemoryEventLog.MaxEvents, 1_000, cancel));
        Assert.Equal([3_001], Numbers(await Log.ReadBeforeAsync("log/a", head.Epoch, 3_002, 1_000, cancel)));
    }
}
