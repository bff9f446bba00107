using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Iskra.Connections;

/// <summary>
/// Stores one session. Writes are joined: while one is under way, whatever changes goes into the next. When the store is away
/// the session stays in memory and is stored when the store is back. When another activation of the same session has stored
/// a later opening, that one holds.
/// </summary>
/// <param name="stored">The stored session.</param>
/// <param name="failed">Called when something is left to be stored: <see cref="Flush"/> is to be called again later.</param>
/// <param name="lost">Called with the session as it was here when another activation turned out to hold it.</param>
/// <param name="logger">Where outages are noted.</param>
internal sealed partial class SessionStore(
    StoredState<SessionState> stored,
    Action failed,
    Action<SessionState> lost,
    ILogger logger)
{
    /// <summary>Most conflicts in a row that are settled at once; after that the write waits for its next try.</summary>
    public const int MaxConflicts = 3;

    private bool _loaded;
    private bool _dirty;
    private Task _loading = Task.CompletedTask;
    private Task _writing = Task.CompletedTask;

    /// <summary>The session, or null when there is none.</summary>
    public SessionState? Session { get; private set; }

    /// <summary>How often another activation turned out to hold the session.</summary>
    public int Losses { get; private set; }

    /// <summary>Whether something is not stored yet.</summary>
    public bool IsDirty => _dirty;

    /// <summary>Takes it that nothing is stored: the id has just been made. A row of that id shows up as a conflict.</summary>
    public void AssumeNew() => _loaded = true;

    /// <summary>Reads the stored session, unless it is known.</summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public Task LoadAsync()
    {
        if (_loaded) return Task.CompletedTask;
        if (_loading.IsCompleted) _loading = ReadAsync();
        return _loading;
    }

    /// <summary>Takes the session as it is now.</summary>
    /// <param name="session">The session.</param>
    /// <param name="write">Whether it is to be stored.</param>
    /// <returns>Completes when it is stored, or when that failed and is to be tried again.</returns>
    public Task Set(SessionState session, bool write)
    {
        Session = session;
        return write ? Flush(force: true) : Task.CompletedTask;
    }

    /// <summary>Whether the store holds something older than it should.</summary>
    public bool MustStore(SessionState session) => _dirty || SessionRules.MustStore(stored.Value, session);

    /// <summary>Gives up what is not stored yet: the session is over.</summary>
    public void Abandon() => _dirty = false;

    /// <summary>Tries to store what is not stored yet.</summary>
    /// <param name="force">Whether the session is to be stored although nothing failed before.</param>
    public Task Flush(bool force = false)
    {
        _dirty |= force;
        if (_dirty && _writing.IsCompleted) _writing = WriteAsync();
        return _writing;
    }

    private async Task ReadAsync()
    {
        var session = await stored.ReadAsync();
        if (_loaded) return;
        _loaded = true;
        Session ??= session;
    }

    private async Task WriteAsync()
    {
        var conflicts = 0;
        try
        {
            while (_dirty && Session is { } session && conflicts < MaxConflicts)
            {
                _dirty = false;
                if (!await TryWriteAsync(session)) conflicts++;
            }
        }
#pragma warning disable CA1031 // The store is another process; whatever it throws, the session goes on from memory.
        catch (Exception away)
#pragma warning restore CA1031
        {
            _dirty = true;
            LogNotStored(logger, away);
        }

        if (_dirty) failed();
    }

    private async Task<bool> TryWriteAsync(SessionState session)
    {
        try
        {
            await stored.WriteAsync(session);
            return true;
        }
        catch (InconsistentStateException)
        {
            // Another activation wrote, the row was deleted as dead, or the answer to our own write was lost.
            var other = await stored.ReadAsync();
            if (SessionRules.Yields(session, other))
            {
                Session = other;
                Losses++;
                lost(session);
            }
            else
            {
                _dirty = true;
            }

            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A session is not stored yet and goes on from memory.")]
    private static partial void LogNotStored(ILogger logger, Exception reason);
}
