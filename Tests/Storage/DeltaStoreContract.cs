using Iskra.Delta;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Storage;

/// <summary>What every store of ∆DΩΛ records does.</summary>
public abstract class DeltaStoreContract : IAsyncLifetime
{
    private StoreUnderTest _store = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected IDeltaStore Records => _store.Services.GetRequiredService<IDeltaStore>();

    public async ValueTask InitializeAsync() => _store = await OpenStoreAsync();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<StoreUnderTest> OpenStoreAsync();

    protected StoreUnderTest Store => _store;

    [Fact]
    public async Task A_record_comes_back_as_it_was_written()
    {
        var record = Record(1) with { TraceId = "0af7651916cd43dd8448eb211c80319c", ParentSpan = "b7ad6b7169203331" };
        await Records.WriteAsync([record], Cancel);
        var read = Assert.Single((await Records.ReadAsync(Filter(), Cancel)).Records);
        Assert.Equal(record, read);
    }

    [Fact]
    public async Task A_write_may_be_repeated()
    {
        await Records.WriteAsync([Record(1), Record(2)], Cancel);
        await Records.WriteAsync([Record(2), Record(3)], Cancel);
        Assert.Equal(["r-3", "r-2", "r-1"], (await Records.ReadAsync(Filter(), Cancel)).Records.Select(record => record.Id));
    }

    [Fact]
    public async Task Pages_go_back_in_time_without_gaps()
    {
        await Records.WriteAsync([.. Enumerable.Range(1, 5).Select(i => Record(i))], Cancel);
        var first = await Records.ReadAsync(Filter() with { Limit = 2 }, Cancel);
        var second = await Records.ReadAsync(Filter() with { Limit = 2, Before = first.Next }, Cancel);
        var third = await Records.ReadAsync(Filter() with { Limit = 2, Before = second.Next }, Cancel);
        Assert.Equal(["r-5", "r-4", "r-3", "r-2", "r-1"], first.Records.Concat(second.Records).Concat(third.Records).Select(record => record.Id));
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task A_page_that_holds_all_there_is_has_no_next()
    {
        await Records.WriteAsync([Record(1), Record(2)], Cancel);
        Assert.Null((await Records.ReadAsync(Filter() with { Limit = 2 }, Cancel)).Next);
    }

    [Fact]
    public async Task Each_filter_lets_through_what_it_says()
    {
        await Records.WriteAsync(
            [
                Record(1),
                Record(2) with { Event = "server_overload", SeamId = "load_balancing" },
                Record(3) with { TraceId = "t", Significance = 0.9, Omega = 0.95, Dimension = 7 },
            ],
            Cancel);
        Assert.Equal(["r-2"], await IdsAsync(Filter() with { Event = "server_overload" }));
        Assert.Equal(["r-2"], await IdsAsync(Filter() with { SeamId = "load_balancing" }));
        Assert.Equal(["r-3"], await IdsAsync(Filter() with { TraceId = "t" }));
        Assert.Equal(["r-3"], await IdsAsync(Filter() with { MinSignificance = 0.9 }));
        Assert.Equal(["r-3"], await IdsAsync(Filter() with { MinOmega = 0.95 }));
        Assert.Equal(["r-3"], await IdsAsync(Filter() with { MinDimension = 7 }));
        Assert.Equal(["r-3", "r-2"], await IdsAsync(Filter() with { From = Some.DeltaStart.AddSeconds(2) }));
        Assert.Equal(["r-1"], await IdsAsync(Filter() with { To = Some.DeltaStart.AddSeconds(2) }));
        Assert.Empty(await IdsAsync(Filter() with { SeamId = "load_balancing", TraceId = "t" }));
    }

    [Fact]
    public async Task The_number_of_records_in_a_write_is_bounded()
    {
        await Records.WriteAsync([.. Enumerable.Range(1, IDeltaStore.MaxRecords).Select(i => Record(i))], Cancel);
        await Assert.ThrowsAsync<ArgumentException>(() => Records.WriteAsync([.. Enumerable.Range(1, IDeltaStore.MaxRecords + 1).Select(i => Record(i))], Cancel));
    }

    protected static DeltaFilter Filter() => Some.DeltaFilter;

    protected static DeltaRecord Record(int number) => Some.DeltaRecord(number);

    private async Task<IEnumerable<string>> IdsAsync(DeltaFilter filter) => (await Records.ReadAsync(filter, Cancel)).Records.Select(record => record.Id);
}
