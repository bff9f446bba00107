using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Channels;
using Iskra.Voices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Iskra.Delta;

/// <summary>
/// Takes reports from all threads of a process and brings them to the cluster in batches: at once when it is idle, at most every
/// 100 ms otherwise. Of each type 20 a second go in detail and the rest as a number, so that a flood costs an increment each.
/// While the cluster cannot be reached, what comes is counted and given up: records are observations, nobody was promised them.
/// </summary>
public sealed partial class DeltaReporter : BackgroundService, IDeltaReporter
{
    /// <summary>Most occurrences that wait; what exceeds it is only counted.</summary>
    public const int MaxWaiting = 1_024;

    /// <summary>Shortest time between two batches.</summary>
    public static readonly TimeSpan BatchInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How often what was only counted is reported.</summary>
    public static readonly TimeSpan RestInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often heartbeats are reported.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for the cluster.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    private readonly IGrainFactory _grains;
    private readonly DeltaOptions _options;
    private readonly VoiceSettings _voices;
    private readonly TimeProvider _time;
    private readonly ILogger<DeltaReporter> _logger;
    private readonly Channel<DeltaOccurrence> _waiting = Channel.CreateBounded<DeltaOccurrence>(MaxWaiting);
    private readonly FrozenDictionary<string, EventGate> _gates = DeltaEventType.All.ToFrozenDictionary(type => type, _ => new EventGate(), StringComparer.Ordinal);
    private readonly FrozenSet<string> _counted;
    private readonly long _origin;
    private long _heartbeats;
    private long _heartbeatUs;

    /// <summary>A reporter that has nothing to report.</summary>
    public DeltaReporter(IGrainFactory grains, DeltaOptions options, VoiceSettings voices, TimeProvider time, ILogger<DeltaReporter> logger)
    {
        ArgumentNullException.ThrowIfNull(voices);
        ArgumentNullException.ThrowIfNull(time);
        (_grains, _options, _voices, _time, _logger) = (grains, options, voices, time, logger);
        _origin = time.GetTimestamp();
        _counted = _voices.Voices.SelectMany(voice => voice.Conditions).Concat(_voices.ActionConditions)
            .Where(condition => condition.IsEvent).Select(condition => condition.Name).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public void Report(in DeltaNote note)
    {
        if (!_gates.TryGetValue(note.Event, out var gate)) return;
        var second = (long)_time.GetElapsedTime(_origin).TotalSeconds + 1;
        if (gate.TryEnter(second, note.ErrorCode) && !_waiting.Writer.TryWrite(Occurrence(note))) gate.Count(note.ErrorCode);
    }

    /// <inheritdoc/>
    public void Heartbeat(TimeSpan roundTrip)
    {
        Interlocked.Increment(ref _heartbeats);
        Interlocked.Add(ref _heartbeatUs, (long)roundTrip.TotalMicroseconds);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rests = new PeriodicTimer(RestInterval, _time);
        var rest = rests.WaitForNextTickAsync(stoppingToken).AsTask();
        var next = _waiting.Reader.WaitToReadAsync(stoppingToken).AsTask();
        var seconds = 0;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await Task.WhenAny(next, rest);
                var isRest = rest.IsCompleted;
                if (isRest) rest = rests.WaitForNextTickAsync(stoppingToken).AsTask();
                await SendAsync(Take(isRest, isRest && ++seconds % (int)HeartbeatInterval.TotalSeconds == 0));
                if (!next.IsCompleted) continue;
                await Task.Delay(BatchInterval, _time, stoppingToken);
                next = _waiting.Reader.WaitToReadAsync(stoppingToken).AsTask();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops; its last observations are given up.
        }
    }

    private List<DeltaOccurrence> Take(bool withRest, bool withHeartbeats)
    {
        var taken = new List<DeltaOccurrence>();
        while (taken.Count < DeltaBatch.MaxOccurrences && _waiting.Reader.TryRead(out var occurrence)) taken.Add(occurrence);
        if (withRest)
        {
            foreach (var (type, gate) in _gates)
            {
                var (count, code) = gate.TakeRest();
                if (count > 0) taken.Add(new DeltaOccurrence(type, _time.GetUtcNow(), _options.Source) { Count = count, ErrorCode = code });
            }
        }

        if (withHeartbeats && Interlocked.Exchange(ref _heartbeats, 0) is > 0 and var heartbeats)
        {
            var meanMs = Interlocked.Exchange(ref _heartbeatUs, 0) / 1e3 / heartbeats;
            taken.Add(new DeltaOccurrence(DeltaEventType.HeartbeatSuccess, _time.GetUtcNow(), _options.Source)
            {
                Count = (int)Math.Min(int.MaxValue, heartbeats),
                LatencyMs = meanMs,
            });
        }

        return taken;
    }

    private async Task SendAsync(List<DeltaOccurrence> taken)
    {
        if (taken.Count == 0) return;
        ImmutableArray<EventCount> counts =
        [
            .. taken.Where(occurrence => IsOfConnections(occurrence.Event))
                .GroupBy(occurrence => occurrence.Event, StringComparer.Ordinal)
                .Select(same => new EventCount(same.Key, (int)Math.Min(int.MaxValue, same.Sum(occurrence => (long)occurrence.Count)))),
        ];
        var calls = taken.GroupBy(occurrence => DeltaRules.SeamOf(occurrence.Event), StringComparer.Ordinal)
            .Select(seam => _grains.GetGrain<IDeltaLogGrain>(seam.Key).Report(new DeltaBatch([.. seam])))
            .ToList();
        if (!counts.IsEmpty) calls.Add(_grains.GetGrain<IConnectionChoirGrain>(VoiceName.ConnectionChoir).Answer(counts));
        ImmutableArray<EventCount> counted = [.. counts.Where(count => _counted.Contains(count.Event))];
        if (!counted.IsEmpty) calls.Add(_grains.GetGrain<IChorusGrain>(VoiceName.IskraChoir).Count(counted));
        try
        {
            await Task.WhenAll(calls).WaitAsync(CallTimeout, _time);
        }
#pragma warning disable CA1031 // Observations that nobody takes are given up.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotReported(_logger, failure, taken.Count);
        }
    }

    // What the system does to itself is recorded, but is nothing that happened to a connection.
    private static bool IsOfConnections(string type) => type is not (DeltaEventType.SeamTransition or DeltaEventType.ActionExecuted);

    private DeltaOccurrence Occurrence(in DeltaNote note)
    {
        var message = note.ErrorMessage is { Length: > DeltaOccurrence.MaxErrorLength } text ? text[..DeltaOccurrence.MaxErrorLength] : note.ErrorMessage;
        var open = Activity.Current;
        return new DeltaOccurrence(note.Event, _time.GetUtcNow(), _options.Source)
        {
            Subject = note.Subject,
            Endpoint = note.Endpoint,
            ErrorCode = note.ErrorCode,
            ErrorMessage = message,
            LatencyMs = note.LatencyMs,
            Reconnections = note.Reconnections,
            TraceId = open?.TraceId.ToString(),
            ParentSpan = open?.SpanId.ToString(),
        };
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} observations could not be reported to the cluster.")]
    private static partial void LogNotReported(ILogger logger, Exception failure, int count);
}
