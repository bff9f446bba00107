using System.Collections.Immutable;
using System.Globalization;
using Iskra.Metrics;

namespace Iskra.Alerts;

/// <summary>
/// What a change of a metric's state does to its alerts (domain section 1): there is one for each priority; the one of the old state
/// ends, the one of the new state fires.
/// </summary>
public static class SloAlertRules
{
    /// <summary>Label <c>alertname</c> of the alerts.</summary>
    public const string AlertName = "MetricOutOfBand";

    // They end when the state changes, not by time.
    private static readonly TimeSpan Endless = TimeSpan.FromDays(3_650);

    /// <summary>What is posted for a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="declaration">What is declared about the metric.</param>
    /// <param name="now">Now.</param>
    public static ImmutableArray<AlertPost> Posts(SloChange change, MetricDeclaration declaration, DateTimeOffset now)
    {
        var at = change.At < now ? change.At : now;
        var posts = ImmutableArray.CreateBuilder<AlertPost>();
        if (change.From != MetricState.Ok) posts.Add(Post(change, change.From, declaration, at) with { EndsAt = at });
        if (change.To != MetricState.Ok) posts.Add(Post(change, change.To, declaration, at) with { EndsAt = now + Endless, IsWorse = IsWorse(change) });
        return posts.ToImmutable();
    }

    /// <summary>The labels of the alert of a state.</summary>
    public static LabelSet Labels(string metric, MetricState state) => LabelSet.Of(
        ("alertname", AlertName),
        ("metric", metric),
        ("priority", MetricPriority.Of(state) ?? AlertPriority.P2),
        ("severity", state switch { MetricState.Critical => "critical", MetricState.Warning => "warning", _ => "info" }),
        ("source", SloMetric.OwnSource));

    // Leaving the band is not getting worse: there the cool-down counts.
    private static bool IsWorse(SloChange change) => change.From != MetricState.Ok && change.To > change.From;

    private static AlertPost Post(SloChange change, MetricState state, MetricDeclaration declaration, DateTimeOffset at) => new(
        Labels(change.Metric, state), Annotations(change, declaration), at, at, true, string.Empty, declaration.CoolDown);

    private static LabelSet Annotations(SloChange change, MetricDeclaration declaration)
    {
        var band = $"{Number(declaration.Band.Min)} to {Number(declaration.Band.Max)}";
        var value = change.Value.ToString("0.####", CultureInfo.InvariantCulture);
        return LabelSet.Of(
            ("summary", $"{change.Metric} is {value}: {MetricStateName.Of(change.To)}"),
            ("description", $"{change.Metric} went from {MetricStateName.Of(change.From)} to {MetricStateName.Of(change.To)} with {value}; its band is {band}."),
            ("value", value));
    }

    private static string Number(double? limit) => limit?.ToString("0.####", CultureInfo.InvariantCulture) ?? "no limit";
}
