using System.Reflection;

namespace Orleans.Runtime;

/// <summary>A call on its way into a grain.</summary>
internal sealed class IncomingCallContext(GrainCall call, RequestHost host, object grain, IIncomingGrainCallFilter[] filters)
    : CallContext(call, filters.Length + (grain is IIncomingGrainCallFilter ? 1 : 0)), IIncomingGrainCallContext
{
    public override object Grain => grain;

    public IGrainContext TargetContext => host as IGrainContext
        ?? throw new InvalidOperationException("An observer is not a grain and has no activation.");

    public MethodInfo ImplementationMethod
    {
        get
        {
            var map = grain.GetType().GetInterfaceMap(Call.GetInterfaceType());
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, Call.GetMethod())];
        }
    }

    public static async Task<FilteredResult> InvokeAsync(GrainCall call, RequestHost host, object grain, IIncomingGrainCallFilter[] filters)
    {
        var context = new IncomingCallContext(call, host, grain, filters);
        await context.Invoke();
        return new FilteredResult(context.Result);
    }

    protected override Task InvokeFilter(int index) =>
        (index < filters.Length ? filters[index] : (IIncomingGrainCallFilter)grain).Invoke(this);

    protected override async Task<object?> InvokeCall()
    {
        var task = Call.InvokeMethod(grain);
        await task;
        return Call.ResultOf(task);
    }
}
