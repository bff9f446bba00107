namespace Iskra.Alerts;

/// <summary>
/// Remembers when all processes were last asked to read alertmanager.yml again. Each of them looks every few seconds. There is one, its key
/// is <see cref="Key"/>.
/// </summary>
[Alias("iskra.alert-reload")]
public interface IAlertReloadGrain : IGrainWithStringKey
{
    /// <summary>The key.</summary>
    const string Key = "alerts";

    /// <summary>Asks all processes to read the file again.</summary>
    /// <returns>When that was, in Unix milliseconds; later than every time before.</returns>
    /// <exception cref="RefusedException"><c>overloaded</c>: it could not be stored; ask again.</exception>
    [Alias("announce")]
    Task<long> Announce();

    /// <summary>When it was asked for last, in Unix milliseconds; 0 for never.</summary>
    /// <exception cref="RefusedException"><c>overloaded</c>: the store is away.</exception>
    [Alias("announced-at")]
    Task<long> AnnouncedAt();
}
