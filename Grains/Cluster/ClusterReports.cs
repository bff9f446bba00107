using System.Collections.Immutable;

namespace Iskra.Cluster;

/// <summary>
/// What the gateways reported lately. Times are those of a clock that never goes back. Bounded: at most <see cref="MaxGateways"/>
/// gateways with <see cref="GatewayReport.MaxChannels"/> channels each.
/// </summary>
public sealed class ClusterReports
{
    /// <summary>Most gateways that are followed; further ones are left out until one has fallen silent.</summary>
    public const int MaxGateways = 1_000;

    private readonly Dictionary<string, (TimeSpan At, DateTimeOffset ReportedAt, GatewayReport Report)> _reports = new(StringComparer.Ordinal);

    /// <summary>Takes a report.</summary>
    /// <param name="report">The report; channels beyond the bound are left out.</param>
    /// <param name="now">The time.</param>
    /// <param name="reportedAt">The same as the clock on the wall says it.</param>
    /// <returns>Whether the gateway is followed.</returns>
    public bool Add(GatewayReport report, TimeSpan now, DateTimeOffset reportedAt)
    {
        Forget(now);
        if (_reports.Count >= MaxGateways && !_reports.ContainsKey(report.Gateway)) return false;
        var kept = report.Channels.Length <= GatewayReport.MaxChannels ? report : report with { Channels = report.Channels[..GatewayReport.MaxChannels] };
        _reports[report.Gateway] = (now, reportedAt, kept);
        return true;
    }

    /// <summary>The gateways by id.</summary>
    public ImmutableArray<GatewayView> Gateways(TimeSpan now)
    {
        Forget(now);
        return
        [
            .. _reports.Values.OrderBy(item => item.Report.Gateway, StringComparer.Ordinal).Select(item => new GatewayView(
                item.Report.Gateway, item.Report.Since, item.ReportedAt, item.Report.Connections, item.Report.Sessions,
                item.Report.ChannelsTotal, item.Report.Breaker, item.Report.IsDraining)),
        ];
    }

    /// <summary>The channels of all gateways together: how many, and those with the most subscribers.</summary>
    public (int Total, ImmutableArray<ChannelView> Busiest) Channels(TimeSpan now)
    {
        Forget(now);
        var channels = _reports.Values.SelectMany(item => item.Report.Channels)
            .GroupBy(channel => channel.Channel, StringComparer.Ordinal)
            .Select(Sum)
            .OrderByDescending(channel => channel.Subscribers)
            .ThenBy(channel => channel.Channel, StringComparer.Ordinal)
            .ToArray();
        return (channels.Length, [.. channels.Take(ClusterView.MaxChannels)]);
    }

    // A gateway may still be in an earlier life of the log; the one that most are in counts.
    private static ChannelView Sum(IGrouping<string, ChannelReport> channel)
    {
        var epoch = channel.GroupBy(item => item.Head.Epoch, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Max(item => item.Head.Seq)).First();
        return new ChannelView(channel.Key, epoch.Key, epoch.Max(item => item.Head.Seq), channel.Sum(item => item.Subscribers), channel.Count(item => item.Subscribers > 0));
    }

    private void Forget(TimeSpan now)
    {
        foreach (var (gateway, (at, _, _)) in _reports)
        {
            if (now - at >= GatewayAnnouncement.Lease) _reports.Remove(gateway);
        }
    }
}
