using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>
/// A call of a method. Each method of a grain interface has a class of its own, made at run time, that holds the arguments in
/// fields <c>a0</c>, <c>a1</c>, … and knows how to call the method with them.
/// </summary>
internal abstract class GrainCall : Request, IInvokable
{
    private int _settled;

    public GrainMethod Method { get; private set; } = null!;

    public GrainProxy Target { get; private set; } = null!;

    public Activation? Source { get; private set; }

    /// <summary>When the caller gives up, as a timestamp of the clock.</summary>
    public long Deadline { get; set; }

    /// <summary>Neighbours in the list of calls that wait for an answer.</summary>
    public GrainCall? PendingNext { get; set; }

    /// <inheritdoc cref="PendingNext"/>
    public GrainCall? PendingPrevious { get; set; }

    /// <summary>The list it is in; null when in none.</summary>
    public PendingStripe? Pending { get; set; }

    /// <summary>Carries a cancellation by the caller to the grain; null without one.</summary>
    public CallCancellation? Cancellation { get; set; }

    public sealed override bool IsAlwaysInterleave => Method.IsAlwaysInterleave;

    public sealed override bool IsReadOnly => Method.IsReadOnly;

    public sealed override bool IsAbandoned => Volatile.Read(ref _settled) != 0;

    public sealed override IInvokable Invokable => this;

    public sealed override string Name => Method.FullName;

    public GrainId TargetId => Target.GrainId;

    /// <summary>The token among the arguments; none for methods without.</summary>
    public virtual CancellationToken CancellationToken
    {
        get => CancellationToken.None;
        set { }
    }

    /// <summary>Calls the method; made at run time.</summary>
    public abstract Task InvokeMethod(object grain);

    public void Prepare(GrainProxy target, GrainMethod method)
    {
        Target = target;
        Method = method;
        Source = RuntimeContext.Current;
        RequestContext = Runtime.RequestContext.Current;
        Activity = System.Diagnostics.Activity.Current;
    }

    public sealed override Task InvokeAsync(RequestHost host)
    {
        var grain = host.Instance ?? throw new ClientNotAvailableException($"{TargetId} is gone.");
        var filters = host.Runtime.IncomingFilters;
        return filters.Length == 0 && grain is not IIncomingGrainCallFilter
            ? InvokeMethod(grain)
            : IncomingCallContext.InvokeAsync(this, host, grain, filters);
    }

    public sealed override void Complete(Task finished)
    {
        if (!Settle())
        {
            return;
        }

        if (finished.IsCompletedSuccessfully)
        {
            SetResult(finished);
        }
        else if (finished.IsCanceled)
        {
            SetCanceled();
        }
        else
        {
            SetException(finished.Exception!.InnerException!);
        }
    }

    public sealed override void Fail(Exception exception)
    {
        if (Settle())
        {
            SetException(exception);
        }
    }

    /// <summary>The caller has cancelled.</summary>
    public void Cancel()
    {
        if (Settle())
        {
            SetCanceled();
        }
    }

    public int GetArgumentCount() => Method.ArgumentCount;

    public object? GetArgument(int index) => Argument(index).GetValue(this);

    public void SetArgument(int index, object value) => Argument(index).SetValue(this, value);

    public string GetMethodName() => Method.Method.Name;

    public string GetInterfaceName() => Method.Interface.Name;

    public MethodInfo GetMethod() => Method.Method;

    public Type GetInterfaceType() => Method.Interface;

    /// <summary>The result of a task that <see cref="InvokeMethod"/> returned.</summary>
    public abstract object? ResultOf(Task finished);

    protected abstract void SetResult(Task finished);

    protected abstract void SetException(Exception exception);

    protected abstract void SetCanceled();

    private FieldInfo Argument(int index) => GetType().GetField(ProxyFactory.ArgumentField(index))
        ?? throw new ArgumentOutOfRangeException(nameof(index));

    private bool Settle()
    {
        if (Interlocked.Exchange(ref _settled, 1) != 0)
        {
            return false;
        }

        Pending?.Remove(this);
        Cancellation?.Dispose();
        return true;
    }
}
