namespace Iskra.Tools.Exposition;

/// <summary>What an exporter answered.</summary>
/// <param name="Series">All series, in the order of the text.</param>
/// <param name="Types">The declared type of each metric family.</param>
internal sealed record ExpositionSnapshot(IReadOnlyList<Series> Series, IReadOnlyDictionary<string, string> Types)
{
    private ILookup<string, Series>? _byName;

    /// <summary>The series of a metric.</summary>
    public IEnumerable<Series> Named(string name) => (_byName ??= Series.ToLookup(series => series.Name, StringComparer.Ordinal))[name];
}
