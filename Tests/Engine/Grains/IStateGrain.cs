namespace Iskra.Tests.Engine;

[Alias("test.state")]
public interface IStateGrain : IGrainWithStringKey
{
    [Alias("read")]
    Task<StateView> Read();

    [Alias("write")]
    Task Write(int total);

    [Alias("set")]
    Task SetWithoutWriting(int total);

    [Alias("clear")]
    Task Clear();

    [Alias("conflict")]
    Task WriteBehindItsOwnBack(int total);

    [Alias("relay")]
    Task RelayConflict(string other);
}
