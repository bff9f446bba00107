using Iskra.Silo.Storage.Memory;

namespace Iskra.Tests.Storage;

public sealed class MemoryDeltaStoreTests : DeltaStoreContract
{
    protected override Task<StoreUnderTest> OpenStoreAsync() => StoreUnderTest.MemoryAsync();

    [Fact]
    public async Task Only_the_newest_are_kept()
    {
        for (var i = 0; i < MemoryDeltaStore.MaxRecords / 1_000; i++)
        {
            await Records.WriteAsync([.. Enumerable.Range(1 + (i * 1_000), 1_000).Select(n => Record(n))], Cancel);
        }

        await Records.WriteAsync([Record(MemoryDeltaStore.MaxRecords + 1)], Cancel);
        var newest = await Records.ReadAsync(Filter() with { Before = 3 }, Cancel);
        Assert.Equal("r-2", Assert.Single(newest.Records).Id);
    }
}
