using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call on its way through filters.</summary>
internal abstract class CallContext(GrainCall call, int filters) : IGrainCallContext
{
    private int _next;

    public IInvokable Request => Call;

    public abstract object Grain { get; }

    public GrainId? SourceId => Call.Source?.GrainId;

    public GrainId TargetId => Call.TargetId;

    public string InterfaceName => Call.GetInterfaceName();

    public string MethodName => Call.GetMethodName();

    public MethodInfo InterfaceMethod => Call.GetMethod();

    public object? Result { get; set; }

    protected GrainCall Call { get; } = call;

    public async Task Invoke()
    {
        var filter = _next++;
        try
        {
            if (filter < filters)
            {
                await InvokeFilter(filter);
            }
            else
            {
                Result = await InvokeCall();
            }
        }
        finally
        {
            // So that a filter may go on more than once.
            _next = filter;
        }
    }

    protected abstract Task InvokeFilter(int index);

    protected abstract Task<object?> InvokeCall();
}
