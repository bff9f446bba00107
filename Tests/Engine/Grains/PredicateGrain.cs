using Orleans.Concurrency;
using Orleans.Serialization.Invocation;

namespace Iskra.Tests.Engine;

/// <summary>Notes that are urgent may interleave.</summary>
[MayInterleave(nameof(IsUrgent))]
public sealed class PredicateGrain : Grain, IPredicateGrain
{
    public static bool IsUrgent(IInvokable request) =>
        request.GetMethodName() == nameof(Note) && request.GetArgument(1) is string entry && entry.StartsWith("urgent", StringComparison.Ordinal);

    public Task Wait(string gate) => Gates.PassAsync(gate);

    public Task Note(string journal, string entry)
    {
        Journal.Write(journal, entry);
        return Task.CompletedTask;
    }
}
