using System.Globalization;
using Iskra.Channels;

namespace Iskra.Metrics;

/// <summary>
/// Announces the changes of a metric's state on channel <c>slo</c>, each once and in order. A change is first stored as
/// pending, then appended under an id that follows from it, then stored as announced: after a crash between any two of these
/// the append is repeated with the same id, which the channel knows.
/// </summary>
/// <param name="metric">Name of the metric.</param>
/// <param name="band">Where its value should lie.</param>
/// <param name="stored">What the metric stores.</param>
/// <param name="slo">The channel.</param>
/// <param name="time">The clock.</param>
/// <param name="announced">Called when something was appended.</param>
internal sealed class StateAnnouncer(
    string metric,
    MetricBand band,
    StoredState<AnnouncementState> stored,
    IChannelGrain slo,
    TimeProvider time,
    Action announced)
{
    /// <summary>Longest wait for an append, after which it is tried again.</summary>
    public static readonly TimeSpan AppendTimeout = TimeSpan.FromSeconds(10);

    private AnnouncementQueue? _queue;
    private bool _unsaved;

    /// <summary>Whether what was stored is known; nothing is announced before.</summary>
    public bool IsLoaded => _queue is not null;

    /// <summary>Whether everything is announced and stored.</summary>
    public bool IsDone => _queue is { IsEmpty: true } && !_unsaved;

    /// <summary>Reads what was stored.</summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public async Task LoadAsync()
    {
        var state = await stored.ReadAsync();
        _queue ??= new AnnouncementQueue(state ?? AnnouncementState.Initial);
    }

    /// <summary>Takes the live value.</summary>
    public void Observe(MetricReading reading)
    {
        if (_queue?.Add(reading.State, reading.Value, reading.Timestamp) == true) _unsaved = true;
    }

    /// <summary>Announces and stores everything that waits; what fails stays and can be tried again.</summary>
    public async Task DrainAsync()
    {
        while (_queue is { } queue && !IsDone)
        {
            var batch = queue.Next();
            _unsaved = false;
            await SaveAsync(queue);
            if (batch.IsEmpty) continue;
            await slo.Append([.. batch.Select(Draft)]).WaitAsync(AppendTimeout, time);
            announced();
            queue.Acknowledge(batch);
            _unsaved = true;
        }
    }

    private async Task SaveAsync(AnnouncementQueue queue)
    {
        try
        {
            await stored.WriteAsync(queue.ToState());
        }
        catch
        {
            _unsaved = true;
            throw;
        }
    }

    private EventDraft Draft(StateChange change) => new(
        string.Create(CultureInfo.InvariantCulture, $"slo-{metric}-{Microseconds(change.At)}-{MetricStateName.Of(change.From)}-{MetricStateName.Of(change.To)}"),
        "slo_changed",
        change.At.ToUnixTimeMilliseconds(),
        "metrics",
        MetricJson.Change(metric, band, change));

    private static long Microseconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
