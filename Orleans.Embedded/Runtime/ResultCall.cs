namespace Orleans.Runtime;

/// <summary>A call that answers with a value.</summary>
internal abstract class ResultCall<T> : GrainCall
{
    private readonly TaskCompletionSource<T> _answer = new();

    public Task<T> Answer => _answer.Task;

    public sealed override object? ResultOf(Task finished) => ((Task<T>)finished).Result;

    protected sealed override void SetResult(Task finished)
    {
        // Behind filters the result comes boxed; and a call nobody wanted any more has none.
        if (finished is Task<T> typed)
        {
            _answer.TrySetResult(typed.Result);
        }
        else if (finished is Task<FilteredResult> filtered)
        {
            _answer.TrySetResult((T)filtered.Result.Value!);
        }
        else
        {
            _answer.TrySetCanceled();
        }
    }

    protected sealed override void SetException(Exception exception) => _answer.TrySetException(exception);

    protected sealed override void SetCanceled() => _answer.TrySetCanceled(Cancellation?.Token ?? default);
}
