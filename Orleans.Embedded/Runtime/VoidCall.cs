namespace Orleans.Runtime;

/// <summary>A call that answers without a value.</summary>
internal abstract class VoidCall : GrainCall
{
    private readonly TaskCompletionSource _answer = new();

    public Task Answer => _answer.Task;

    public sealed override object? ResultOf(Task finished) => null;

    protected sealed override void SetResult(Task finished) => _answer.TrySetResult();

    protected sealed override void SetException(Exception exception) => _answer.TrySetException(exception);

    protected sealed override void SetCanceled() => _answer.TrySetCanceled(Cancellation?.Token ?? default);
}
