namespace Iskra.Voices;

/// <summary>An automatic action that is to be executed.</summary>
/// <param name="Number">Its number, from 1; part of the id of its event.</param>
/// <param name="Action">One of <see cref="ActionName"/>.</param>
/// <param name="Metric">The metric, or event, of the condition that became true.</param>
/// <param name="Value">Its value.</param>
/// <param name="Priority"><c>P0</c>, <c>P1</c> or <c>P2</c>.</param>
/// <param name="Trigger">The trigger, as it reads.</param>
/// <param name="At">When it became true.</param>
/// <param name="IsQuiet">Whether nobody is notified: it became true again within the cool-down of the metric.</param>
[GenerateSerializer, Immutable, Alias("iskra.action-call")]
public sealed record ActionCall(
    [property: Id(0)] long Number,
    [property: Id(1)] string Action,
    [property: Id(2)] string Metric,
    [property: Id(3)] double Value,
    [property: Id(4)] string Priority,
    [property: Id(5)] string Trigger,
    [property: Id(6)] DateTimeOffset At,
    [property: Id(7)] bool IsQuiet = false);
