namespace Orleans.Runtime;

/// <summary>Base of the references that are made at run time, one class per interface.</summary>
internal abstract class GrainProxy(EmbeddedRuntime runtime, GrainId grainId, ProxyShape shape) : GrainReference
{
    private IRequestTarget? _target;

    /// <inheritdoc/>
    public sealed override GrainId GrainId { get; } = grainId;

    public EmbeddedRuntime Runtime { get; } = runtime;

    internal sealed override TGrainInterface Cast<TGrainInterface>() => this is TGrainInterface same
        ? same
        : (TGrainInterface)(object)Runtime.Proxies.Create(typeof(TGrainInterface), GrainId);

    /// <summary>Puts a request to where it belongs, mostly to the same target as the one before.</summary>
    public void Deliver(Request request)
    {
        if (Runtime.Faults is { } faults && faults.Intercept(this, request))
        {
            return;
        }

        DeliverNow(request);
    }

    /// <summary>As <see cref="Deliver"/>, without faults.</summary>
    public void DeliverNow(Request request)
    {
        if (_target is not { } target || !target.TryReceive(request))
        {
            _target = Runtime.Deliver(GrainId, request);
        }
    }

    public Task<T> Call<T>(int method, ResultCall<T> call)
    {
        call.Prepare(this, shape.Methods[method]);
        return Runtime.OutgoingFilters.Length == 0 ? Send(call) : OutgoingCallContext.InvokeAsync(call, Send);
    }

    public Task CallVoid(int method, VoidCall call)
    {
        call.Prepare(this, shape.Methods[method]);
        return Runtime.OutgoingFilters.Length == 0 ? Send(call) : OutgoingCallContext.InvokeAsync(call, Send);
    }

    public ValueTask<T> CallValue<T>(int method, ResultCall<T> call) => new(Call(method, call));

    public ValueTask CallValueVoid(int method, VoidCall call) => new(CallVoid(method, call));

    public void CallNothing(int method, VoidCall call) => CallVoid(method, call);

    private Task<T> Send<T>(ResultCall<T> call) => Runtime.Send(call) ? call.Answer : Task.FromResult<T>(default!);

    private Task Send(VoidCall call) => Runtime.Send(call) ? call.Answer : Task.CompletedTask;
}
