using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans;

/// <summary>A call on its way through the filters.</summary>
public interface IGrainCallContext
{
    /// <summary>The request.</summary>
    IInvokable Request { get; }

    /// <summary>The grain that is called: its object for incoming calls, the reference for outgoing ones.</summary>
    object Grain { get; }

    /// <summary>The grain that calls; null for a client.</summary>
    GrainId? SourceId { get; }

    /// <summary>The grain that is called.</summary>
    GrainId TargetId { get; }

    /// <summary>Name of the interface.</summary>
    string InterfaceName { get; }

    /// <summary>Name of the method.</summary>
    string MethodName { get; }

    /// <summary>The method of the interface.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>The result; set once the call has completed.</summary>
    object? Result { get; set; }

    /// <summary>Goes on to the next filter, or to the grain after the last.</summary>
    Task Invoke();
}
