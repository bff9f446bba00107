namespace Iskra.Alerts;

/// <summary>The settings of alerts that are in force in this process. Read them anew for each use; safe from any thread.</summary>
/// <param name="initial">What the start read.</param>
/// <param name="read">Reads them again; null where they do not change.</param>
public sealed class LiveAlertSettings(AlertSettings initial, Func<AlertSettings>? read = null)
{
    private volatile AlertSettings _current = initial;

    /// <summary>What is in force.</summary>
    public AlertSettings Current => _current;

    /// <summary>What the configuration says now; nothing changes by it.</summary>
    /// <exception cref="AlertConfigurationException">It makes no sense, or cannot be read; the message has file, line and reason.</exception>
    public AlertSettings Read() => read is null ? _current : read();

    /// <summary>Puts settings in force.</summary>
    public void Adopt(AlertSettings settings) => _current = settings;
}
