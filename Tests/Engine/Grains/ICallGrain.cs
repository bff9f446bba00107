using Orleans.Concurrency;

namespace Iskra.Tests.Engine;

[Alias("test.call")]
public interface ICallGrain : IGrainWithIntegerKey
{
    [Alias("key")]
    Task<long> Key();

    [Alias("refuse")]
    Task Refuse();

    [Alias("throw")]
    Task ThrowAtOnce();

    [Alias("relay")]
    Task RelayRefusal(ICallGrain other);

    [Alias("value")]
    ValueTask<int> Twice(int value);

    [Alias("echo")]
    Task<string?> Echo(string? text);

    [Alias("cancel")]
    Task WaitForCancellation(string journal, CancellationToken cancellationToken);

    [OneWay]
    [Alias("one-way")]
    Task NoteOneWay(string journal, string entry);

    [OneWay]
    [Alias("one-way-fail")]
    Task FailOneWay();

    [Alias("never")]
    Task Never();

    [Alias("context")]
    Task<string?> ContextValue(string name);

    [Alias("context-relay")]
    Task<string?> ContextValueOf(string name, ICallGrain other);

    [Alias("observe")]
    Task<int> Tell(ITestObserver observer, string text);
}
