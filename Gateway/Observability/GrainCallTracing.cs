using System.Diagnostics;

namespace Iskra.Gateway.Observability;

/// <summary>
/// Carries the open span over grain calls and opens one for each call within a trace. The same on both engines; only there when
/// tracing is on.
/// </summary>
internal sealed class GrainCallTracing : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    private const string Key = "iskra.traceparent";

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var before = RequestContext.Get(Key);
        if (IskraTracing.Current is { } trace) RequestContext.Set(Key, trace);
        else RequestContext.Remove(Key);
        try
        {
            await context.Invoke();
        }
        finally
        {
            if (before is null) RequestContext.Remove(Key);
            else RequestContext.Set(Key, before);
        }
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        using var span = RequestContext.Get(Key) is string trace && ActivityContext.TryParse(trace, null, isRemote: true, out var parent)
            ? IskraTracing.Source.StartActivity($"{context.InterfaceName}.{context.MethodName}", ActivityKind.Server, parent)
            : null;
        try
        {
            await context.Invoke();
        }
        catch (Exception problem)
        {
            span?.SetStatus(ActivityStatusCode.Error, problem.GetType().Name);
            throw;
        }
    }
}
