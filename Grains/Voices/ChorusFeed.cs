using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Iskra.Voices;

/// <summary>
/// Tells the chorus of stored values. One call is under way at a time; steps that come meanwhile go with the next, so that the
/// chorus gets at most one call at a time from each intake, however much is reported. A chorus that cannot be told asks the
/// metrics itself when it is back.
/// </summary>
/// <param name="chorus">The chorus.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures go.</param>
internal sealed partial class ChorusFeed(IChorusGrain chorus, TimeProvider time, ILogger logger)
{
    /// <summary>Longest wait for the chorus.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly List<MetricStep> _waiting = [];
    private Task _next = Task.CompletedTask;
    private bool _hasNext;

    /// <summary>Tells of a step; completes when the chorus knows or cannot be reached. Never fails.</summary>
    public Task TellAsync(MetricStep step)
    {
        StepQueue.Add(_waiting, step);
        if (_hasNext) return _next;
        _hasNext = true;
        return _next = TellAfterAsync(_next);
    }

    private async Task TellAfterAsync(Task before)
    {
        await before;
        ImmutableArray<MetricStep> steps = [.. _waiting];
        _waiting.Clear();
        _hasNext = false;
        try
        {
            await chorus.Observe(steps).WaitAsync(Timeout, time);
        }
#pragma warning disable CA1031 // The values are stored; the chorus finds them there.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotTold(logger, failure, steps.Length);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chorus was not told of {Count} steps; it will ask the metrics.")]
    private static partial void LogNotTold(ILogger logger, Exception failure, int count);
}
