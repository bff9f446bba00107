using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Iskra.Gateway.Observability;

/// <summary>
/// Raises the detail of the logs of this process for a time: everything of Iskra from <see cref="LogLevel.Debug"/> on, whatever is
/// configured. Afterwards the configured levels hold again.
/// </summary>
public sealed class LoggingDetail : IPostConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>, IDisposable
{
    private const string Category = "Iskra";

    private CancellationTokenSource _changed = new();
    private volatile bool _isRaised;

    /// <summary>Whether the logs are detailed now.</summary>
    public bool IsRaised => _isRaised;

    /// <inheritdoc/>
    public string Name => Options.DefaultName;

    /// <summary>Raises the detail, or ends it.</summary>
    public void Set(bool isRaised)
    {
        if (isRaised == _isRaised) return;
        _isRaised = isRaised;
        using var changed = Interlocked.Exchange(ref _changed, new CancellationTokenSource());
        changed.Cancel();
    }

    /// <inheritdoc/>
    public IChangeToken GetChangeToken() => new CancellationChangeToken(Volatile.Read(ref _changed).Token);

    /// <inheritdoc/>
    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!_isRaised) return;

        // A rule that names the provider beats one that does not, so each provider that has rules of its own gets this one too.
        foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
        {
            options.Rules.Add(new LoggerFilterRule(provider, Category, LogLevel.Debug, filter: null));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changed.Dispose();
}
