using System.Net.WebSockets;
using Iskra.Tools.Exposition;
using Iskra.Tools.Wire;

namespace Iskra.Tools.Feeding;

/// <summary>Follows an exporter and reports the mapped series; what cannot be reported yet waits in a bounded queue.</summary>
/// <param name="exporter">Where the series come from.</param>
/// <param name="mappings">Which of them are wanted.</param>
/// <param name="reporter">Where the samples go.</param>
/// <param name="queue">Samples on their way.</param>
/// <param name="log">Takes one line for each change for better or worse.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Spreads the waits.</param>
internal sealed class Feed(
    ExporterClient exporter,
    IReadOnlyList<SeriesMapping> mappings,
    ISampleReporter reporter,
    SampleQueue queue,
    Action<string> log,
    TimeProvider time,
    Random random)
{
    /// <summary>Most samples in one frame (protocol section 2).</summary>
    public const int MaxBatch = 1_000;

    private readonly Dictionary<string, string?> _problems = new(StringComparer.Ordinal);
    private string? _exporterProblem;
    private string? _serverProblem;
    private bool _first = true;

    /// <summary>How many samples the server has acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Follows the exporter until cancelled.</summary>
    /// <param name="every">Time between two fetches.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(TimeSpan every, CancellationToken cancellation)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] loops = [FetchLoopAsync(every, stopping.Token), ReportLoopAsync(stopping.Token)];
        await Task.WhenAny(loops);
        await stopping.CancelAsync();
        await Task.WhenAll(loops);
    }

    /// <summary>Fetches once and adds what is found to the queue.</summary>
    /// <returns>Whether every mapped series was there.</returns>
    public async Task<bool> FetchAsync(CancellationToken cancellation)
    {
        try
        {
            var snapshot = await exporter.FetchAsync(cancellation);
            Tell(ref _exporterProblem, null, "The exporter answers again.");
            return Take(snapshot);
        }
        catch (Exception exception) when (IsAway(exception) || exception is ExpositionException)
        {
            cancellation.ThrowIfCancellationRequested();
            Tell(ref _exporterProblem, $"The exporter: {exception.Message}", null);
            return false;
        }
    }

    /// <summary>Reports what waits until nothing waits.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        var backoff = new Backoff(random);
        while (queue.Count > 0)
        {
            await ReportNextAsync(backoff, cancellation);
        }
    }

    private bool Take(ExpositionSnapshot snapshot)
    {
        var at = time.GetUtcNow();
        var samples = new List<FeedSample>(mappings.Count);
        foreach (var mapping in mappings)
        {
            var found = mapping.TryTake(snapshot, at, _first, out var sample, out var problem);
            TellSeries(mapping, found, problem);
            if (sample is not null)
            {
                samples.Add(sample);
            }
        }

        _first = false;
        var dropped = queue.Dropped;
        queue.Add(samples);
        if (dropped == 0 && queue.Dropped > 0)
        {
            log($"The queue is full; the oldest of its {queue.Count} samples give way.");
        }

        return _problems.Values.All(problem => problem is null);
    }

    private async Task FetchLoopAsync(TimeSpan every, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(every, time);
        do
        {
            await FetchAsync(cancellation);
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    private async Task ReportLoopAsync(CancellationToken cancellation)
    {
        var backoff = new Backoff(random);
        while (true)
        {
            await ReportNextAsync(backoff, cancellation);
        }
    }

    private async Task ReportNextAsync(Backoff backoff, CancellationToken cancellation)
    {
        var (samples, upTo) = await queue.ReadAsync(MaxBatch, cancellation);
        try
        {
            await reporter.ReportAsync(samples, cancellation);
            queue.Confirm(upTo);
            Acknowledged += samples.Count;
            backoff.Reset();
            Tell(ref _serverProblem, null, "The server takes samples again.");
        }
        catch (ReportRefusedException exception) when (exception.RetryAfter is null)
        {
            queue.Confirm(upTo);
            Tell(ref _serverProblem, $"The server refused {samples.Count} samples, which are dropped: {exception.Message}", null);
        }
        catch (Exception exception) when (IsAway(exception) || exception is ReportRefusedException)
        {
            cancellation.ThrowIfCancellationRequested();
            Tell(ref _serverProblem, $"The server: {exception.Message}", null);
            var wait = backoff.Next();
            await Task.Delay((exception as ReportRefusedException)?.RetryAfter is { } asked && asked > wait ? asked : wait, time, cancellation);
        }
    }

    private static bool IsAway(Exception exception) =>
        exception is HttpRequestException or WebSocketException or TimeoutException or IOException or OperationCanceledException;

    private void TellSeries(SeriesMapping mapping, bool found, string? problem)
    {
        var known = _problems.TryGetValue(mapping.Metric, out var before);
        if (problem is not null && before != problem)
        {
            log(problem + ".");
        }
        else if (found && known && before is not null)
        {
            log($"{mapping.Series} is there again.");
        }

        if (found || problem is not null)
        {
            _problems[mapping.Metric] = problem;
        }
    }

    // One line when it begins, one when it is over, none in between.
    private void Tell(ref string? state, string? now, string? recovered)
    {
        if (now is not null && now != state)
        {
            log(now);
        }
        else if (now is null && state is not null && recovered is not null)
        {
            log(recovered);
        }

        state = now;
    }
}
