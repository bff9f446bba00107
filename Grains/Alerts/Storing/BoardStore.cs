using Orleans.Storage;

namespace Iskra.Alerts;

/// <summary>
/// Stores the board: decided notifications first, then what they mark, so that after a crash between the two the mark can be made up
/// for, and no notification is lost.
/// </summary>
public sealed class BoardStore
{
    private readonly StoredState<BoardDirectory> _directory;
    private readonly PagedState<AlertRecord> _alerts;
    private readonly PagedState<SilenceRecord> _silences;
    private readonly PagedState<GroupRecord> _groups;
    private readonly PagedState<NotificationIntent> _intents;
    private BoardDirectory _stored = BoardDirectory.Empty;
    private bool _isLocated;

    /// <summary>The store of a grain.</summary>
    public BoardStore(IGrainStorage storage, GrainId grain, TimeProvider time)
    {
        StoredState<T> Open<T>(string name)
            where T : class => new(storage, name, grain, time);
        _directory = Open<BoardDirectory>("directory");
        _alerts = new(number => Open<StatePage<AlertRecord>>($"alerts-{number:d4}"), alert => alert.Fingerprint);
        _silences = new(number => Open<StatePage<SilenceRecord>>($"silences-{number:d4}"), silence => silence.Silence.Id);
        _groups = new(number => Open<StatePage<GroupRecord>>($"groups-{number:d4}"), group => group.Key);
        _intents = new(number => Open<StatePage<NotificationIntent>>($"intents-{number:d4}"), intent => intent.Notification.Key);
    }

    /// <summary>Whether something is not stored.</summary>
    public bool IsDirty => _alerts.IsDirty || _silences.IsDirty || _groups.IsDirty || _intents.IsDirty;

    /// <summary>
    /// Reads everything. A try that fails keeps what it has read, and the next one goes on from there; what another activation has
    /// changed meanwhile shows as a conflict with the first write.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public async Task<StoredBoard> LoadAsync()
    {
        if (!_isLocated) _stored = await _directory.ReadAsync() ?? BoardDirectory.Empty;
        _isLocated = true;
        await Task.WhenAll(
            _alerts.LoadAsync(_stored.AlertPages),
            _silences.LoadAsync(_stored.SilencePages),
            _groups.LoadAsync(_stored.GroupPages),
            _intents.LoadAsync(_stored.IntentPages));
        return new StoredBoard([.. _alerts.Items], [.. _silences.Items], [.. _groups.Items], [.. _intents.Items], _stored.ResolvedToday, _stored.Day);
    }

    /// <summary>Notes what has changed on the board.</summary>
    public void Take(AlertBoard board)
    {
        foreach (var key in board.Changes.Intents) _intents.Put(key, board.Intent(key));
        foreach (var key in board.Changes.Alerts) _alerts.Put(key, board.Alert(key));
        foreach (var key in board.Changes.Silences) _silences.Put(key, board.SilenceRecord(key));
        foreach (var key in board.Changes.Groups) _groups.Put(key, board.Group(key));
        board.Changes.Clear();
    }

    /// <summary>Stores what was noted; what fails stays to be stored.</summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public async Task SaveAsync((DateOnly Day, int Count) resolved)
    {
        var directory = new BoardDirectory(_alerts.Pages, _silences.Pages, _groups.Pages, _intents.Pages, resolved.Day, resolved.Count);
        if (directory != _stored)
        {
            await _directory.WriteAsync(directory);
            _stored = directory;
        }

        await _intents.SaveAsync();
        await Task.WhenAll(_alerts.SaveAsync(), _silences.SaveAsync(), _groups.SaveAsync());
    }
}
