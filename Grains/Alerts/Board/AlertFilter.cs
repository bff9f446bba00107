namespace Iskra.Alerts;

/// <summary>An <see cref="AlertQuery"/> that is ready to be asked.</summary>
public sealed class AlertFilter
{
    private readonly AlertQuery _query;
    private readonly MatcherSet _matchers;
    private readonly Func<string, bool>? _isReceiver;

    /// <summary>Prepares a query.</summary>
    /// <exception cref="MatcherException">A regular expression in it cannot be understood.</exception>
    public AlertFilter(AlertQuery query)
    {
        _query = query;
        _matchers = new MatcherSet(query.Matchers);
        _isReceiver = query.Receiver is { } pattern ? AnchoredPattern.Compile(pattern) : null;
    }

    /// <summary>Whether an alert is asked for.</summary>
    /// <param name="labels">Its labels.</param>
    /// <param name="isSilenced">Whether it is silenced.</param>
    /// <param name="isInhibited">Whether it is inhibited.</param>
    /// <param name="receivers">Its receivers.</param>
    public bool IsMatch(LabelSet labels, bool isSilenced, bool isInhibited, IEnumerable<string> receivers) =>
        (_query.Active || isSilenced || isInhibited)
        && (_query.Silenced || !isSilenced)
        && (_query.Inhibited || !isInhibited)
        && _matchers.IsMatch(labels)
        && (_isReceiver is null || receivers.Any(_isReceiver));
}
