using System.Diagnostics;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Something a host does when its turn comes: a call, the tick of a timer, the delivery of an event.</summary>
internal abstract class Request
{
    /// <summary>The next request in the queue it is in.</summary>
    public Request? Next { get; set; }

    /// <summary>Where it runs.</summary>
    public RequestHost? Host { get; set; }

    /// <summary>Values that travel with it.</summary>
    public Dictionary<string, object>? RequestContext { get; set; }

    /// <summary>The trace that it belongs to.</summary>
    public Activity? Activity { get; set; }

    public virtual bool IsAlwaysInterleave => false;

    public virtual bool IsReadOnly => false;

    /// <summary>Whether it counts as use of the grain.</summary>
    public virtual bool KeepsAlive => true;

    /// <summary>Whether nobody wants it to run any more.</summary>
    public virtual bool IsAbandoned => false;

    /// <summary>Whether it concerns one activation and no successor of it.</summary>
    public virtual bool IsBound => false;

    /// <summary>What predicates see of it; null for what is no call.</summary>
    public virtual IInvokable? Invokable => null;

    /// <summary>Name for logs and traces.</summary>
    public abstract string Name { get; }

    /// <summary>Does it. Runs in a turn of the host.</summary>
    public abstract Task InvokeAsync(RequestHost host);

    /// <summary>It was done; runs in a turn of the host.</summary>
    public abstract void Complete(Task finished);

    /// <summary>It will not be done.</summary>
    public abstract void Fail(Exception exception);
}
