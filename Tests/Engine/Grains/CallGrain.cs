namespace Iskra.Tests.Engine;

/// <summary>Answers, refuses, waits, relays.</summary>
public sealed class CallGrain : Grain, ICallGrain
{
    public Task<long> Key() => Task.FromResult(this.GetPrimaryKeyLong());

    public async Task Refuse()
    {
        await Task.Yield();
        throw new RefusedException(ErrorCode.Overloaded, "Too much at once.", 2.5, "samples");
    }

    public Task ThrowAtOnce() => throw new ArgumentException("before the first await");

    public Task RelayRefusal(ICallGrain other) => other.Refuse();

    public async ValueTask<int> Twice(int value)
    {
        await Task.Yield();
        return value * 2;
    }

    public Task<string?> Echo(string? text) => Task.FromResult(text);

    public async Task WaitForCancellation(string journal, CancellationToken cancellationToken)
    {
        Journal.Write(journal, "waiting");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            Journal.Write(journal, "cancelled");
        }
    }

    public Task NoteOneWay(string journal, string entry)
    {
        Journal.Write(journal, entry);
        return Task.CompletedTask;
    }

    public Task FailOneWay() => throw new InvalidOperationException("nobody hears this");

    public Task Never() => new TaskCompletionSource().Task;

    public Task<string?> ContextValue(string name)
    {
        var value = RequestContext.Get(name) as string;
        RequestContext.Set(name, "changed by the called");
        return Task.FromResult(value);
    }

    public async Task<string?> ContextValueOf(string name, ICallGrain other)
    {
        await Task.Yield();
        return await other.ContextValue(name);
    }

    public Task<int> Tell(ITestObserver observer, string text) => observer.Heard(text);
}
