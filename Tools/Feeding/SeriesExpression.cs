using Iskra.Tools.Exposition;

namespace Iskra.Tools.Feeding;

/// <summary>Which values of an exporter are wanted: a selector, or a function of one.</summary>
internal abstract class SeriesExpression
{
    /// <summary>The values in an answer.</summary>
    /// <param name="snapshot">The answer.</param>
    /// <param name="at">When it was fetched.</param>
    public abstract IReadOnlyList<SeriesValue> Evaluate(ExpositionSnapshot snapshot, DateTimeOffset at);

    /// <summary>Whether a value can only be known from the second answer on.</summary>
    public virtual bool NeedsTwo => false;
}
