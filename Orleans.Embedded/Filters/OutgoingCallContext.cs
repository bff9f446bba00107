namespace Orleans.Runtime;

/// <summary>A call on its way out of a grain or a client.</summary>
internal sealed class OutgoingCallContext(GrainCall call, Func<Task<object?>> send, IOutgoingGrainCallFilter[] filters)
    : CallContext(call, filters.Length), IOutgoingGrainCallContext
{
    public override object Grain => Call.Target;

    public IGrainContext? SourceContext => Call.Source;

    public static async Task<T> InvokeAsync<T>(ResultCall<T> call, Func<ResultCall<T>, Task<T>> send)
    {
        var context = new OutgoingCallContext(call, async () => await send(call), call.Target.Runtime.OutgoingFilters);
        await context.Invoke();
        return (T)context.Result!;
    }

    public static async Task InvokeAsync(VoidCall call, Func<VoidCall, Task> send)
    {
        var context = new OutgoingCallContext(
            call,
            async () =>
            {
                await send(call);
                return null;
            },
            call.Target.Runtime.OutgoingFilters);
        await context.Invoke();
    }

    protected override Task InvokeFilter(int index) => filters[index].Invoke(this);

    protected override Task<object?> InvokeCall()
    {
        // What filters have put into the request context travels with the call.
        Call.RequestContext = RequestContext.Current;
        return send();
    }
}
