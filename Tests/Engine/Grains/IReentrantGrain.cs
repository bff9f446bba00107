namespace Iskra.Tests.Engine;

[Alias("test.reentrant")]
public interface IReentrantGrain : IGrainWithStringKey
{
    [Alias("wait")]
    Task Wait(string gate);

    [Alias("open")]
    Task Open(string gate);

    [Alias("turns")]
    Task<int> MostInsideOneTurn(int steps);
}
