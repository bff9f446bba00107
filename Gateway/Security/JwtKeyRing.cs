using System.Collections.Immutable;

namespace Iskra.Gateway.Security;

/// <summary>
/// The keys that tokens are verified with: the shared key and the cached key set. The set is fetched when first needed, again
/// every 10 minutes of use, and when a token names a key that is not in it – but never more than once a minute, whoever asks.
/// A set that cannot be fetched leaves the one before in place.
/// </summary>
public sealed partial class JwtKeyRing : IDisposable
{
    /// <summary>Shortest time after a fetch that failed.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <summary>Shortest time between two fetches.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(1);

    /// <summary>Age at which a set is fetched again.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    private readonly ImmutableArray<JwtKey> _shared;
    private readonly IJwksReader? _reader;
    private readonly TimeProvider _time;
    private readonly ILogger<JwtKeyRing> _logger;
    private readonly SemaphoreSlim _fetching = new(1, 1);
    private Known _known;

    /// <summary>The keys of a configuration.</summary>
    /// <param name="options">Where the shared key is.</param>
    /// <param name="reader">Where the key set is; null when there is none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when the set cannot be fetched.</param>
    public JwtKeyRing(AuthOptions options, IJwksReader? reader, TimeProvider time, ILogger<JwtKeyRing> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _shared = options.SigningKey is { } key ? [new HmacJwtKey(key)] : [];
        _known = new Known(_shared, null, MinInterval);
        _reader = reader;
        _time = time;
        _logger = logger;
    }

    /// <summary>The keys to verify a token with.</summary>
    /// <param name="token">The token; it decides whether the set must be fetched.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<ImmutableArray<JwtKey>> KeysForAsync(string token, CancellationToken cancellationToken)
    {
        if (_reader is null || !NeedsFetch(token)) return _known.Keys;
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (NeedsFetch(token)) await FetchAsync();
            return _known.Keys;
        }
        finally
        {
            _fetching.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _fetching.Dispose();

    private bool NeedsFetch(string token)
    {
        var known = _known;
        if (!JwtVerifier.NeedsPublicKey(token, known.Keys, out var isKnown)) return false;
        if (known.FetchedAt is not { } at) return true;
        var age = _time.GetElapsedTime(at);
        return age >= MaxAge || (age >= known.NextAfter && !isKnown);
    }

    /// <summary>Fetches for all; who asked may leave meanwhile, or whoever comes and goes could have it begun again and again.</summary>
    private async Task FetchAsync()
    {
        var keys = _known.Keys;
        var nextAfter = RetryInterval;
        try
        {
            var json = await _reader!.ReadAsync(CancellationToken.None);
            if (JsonWebKeySet.TryParse(json, out var fetched)) (keys, nextAfter) = ([.. _shared, .. fetched], MinInterval);
            else LogUnreadable();
        }
        catch (IOException problem)
        {
            LogUnreachable(problem);
        }

        _known = new Known(keys, _time.GetTimestamp(), nextAfter);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The key set (Auth:Jwks) cannot be fetched; tokens are verified with the keys known so far.")]
    private partial void LogUnreachable(Exception problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The key set (Auth:Jwks) is not a JSON Web Key Set; tokens are verified with the keys known so far.")]
    private partial void LogUnreadable();

    private sealed record Known(ImmutableArray<JwtKey> Keys, long? FetchedAt, TimeSpan NextAfter);
}
