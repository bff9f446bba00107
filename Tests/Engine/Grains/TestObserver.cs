namespace Iskra.Tests.Engine;

/// <summary>Writes down what it hears; its calls are not to overlap.</summary>
public sealed class TestObserver(string journal) : ITestObserver
{
    private int _inside;

    public async Task<int> Heard(string text)
    {
        var overlaps = Interlocked.Increment(ref _inside) - 1;
        await Task.Yield();
        Journal.Write(journal, text);
        Interlocked.Decrement(ref _inside);
        return overlaps;
    }
}
