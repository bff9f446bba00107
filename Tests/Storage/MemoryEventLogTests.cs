using Iskra.Silo.Storage.Memory;

namespace Iskra.Tests.Storage;

public sealed class MemoryEventLogTests : EventLogContract
{
    protected override Task<StoreUnderTest> OpenStoreAsync() => StoreUnderTest.MemoryAsync();

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
