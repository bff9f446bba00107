using System.Collections.Immutable;
using System.Globalization;

namespace Iskra.Silo.Storage.Schema;

/// <summary>The policies of the hypertable that are configuration.</summary>
public static class HypertablePolicies
{
    /// <summary>The statements that put them in place; safe to repeat at every start.</summary>
    /// <param name="metricRetentionDays">How long samples are kept, in days. The continuous aggregates outlive the samples.</param>
    public static ImmutableArray<string> Statements(int metricRetentionDays) =>
    [
        "select remove_retention_policy('metrics', if_exists => true)",
        string.Create(CultureInfo.InvariantCulture, $"select add_retention_policy('metrics', interval '{metricRetentionDays} days')"),
    ];
}
