using Orleans.Concurrency;

namespace Iskra.Tests.Engine;

[Alias("test.ledger")]
public interface ILedgerGrain : IGrainWithStringKey
{
    [Alias("add")]
    Task Add(int amount);

    [AlwaysInterleave]
    [Alias("careless")]
    Task AddCarelessly(int amount);

    [Alias("total")]
    Task<int> Total();

    [Alias("never")]
    Task Never();

    [Alias("publish")]
    Task Publish(int first, int count);
}
