using System.Collections.Concurrent;

namespace Iskra.Tests.Engine;

/// <summary>Writes down the calls of one interface, and doubles what <see cref="ICallGrain.Twice"/> answers.</summary>
public sealed class RecordingFilter : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    public ConcurrentQueue<string> Calls { get; } = new();

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType != typeof(ICallGrain))
        {
            await context.Invoke();
            return;
        }

        Calls.Enqueue($"in {context.MethodName}({context.Request.GetArgumentCount()})");
        await context.Invoke();
        if (context.MethodName == nameof(ICallGrain.Twice))
        {
            context.Result = (int)context.Result! * 2;
        }
    }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod?.DeclaringType == typeof(ICallGrain))
        {
            Calls.Enqueue($"out {context.MethodName}");
        }

        await context.Invoke();
    }
}
