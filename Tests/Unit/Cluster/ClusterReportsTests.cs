using Iskra.Channels;
using Iskra.Cluster;

namespace Iskra.Tests.Unit.Cluster;

public sealed class ClusterReportsTests
{
    private static readonly DateTimeOffset Wall = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Channels_of_all_gateways_are_added_up_most_subscribers_first()
    {
        var reports = new ClusterReports();
        reports.Add(Report("g1", Channel("a", 5, 10), Channel("b", 7, 1)), TimeSpan.Zero, Wall);
        reports.Add(Report("g2", Channel("a", 6, 3), Channel("c", 1, 0)), TimeSpan.Zero, Wall);
        var (total, busiest) = reports.Channels(TimeSpan.Zero);
        Assert.Equal(3, total);
        Assert.Equal([new("a", "e", 6, 13, 2), new("b", "e", 7, 1, 1), new ChannelView("c", "e", 1, 0, 0)], busiest);
    }

    [Fact]
    public void The_epoch_that_most_gateways_are_in_is_shown()
    {
        var reports = new ClusterReports();
        reports.Add(Report("g1", Channel("a", 500, 1, "old")), TimeSpan.Zero, Wall);
        reports.Add(Report("g2", Channel("a", 2, 1, "new")), TimeSpan.Zero, Wall);
        reports.Add(Report("g3", Channel("a", 3, 1, "new")), TimeSpan.Zero, Wall);
        Assert.Equal(new ChannelView("a", "new", 3, 3, 3), Assert.Single(reports.Channels(TimeSpan.Zero).Busiest));
    }

    [Fact]
    public void A_report_counts_for_ten_seconds()
    {
        var reports = new ClusterReports();
        reports.Add(Report("g1"), TimeSpan.Zero, Wall);
        Assert.Single(reports.Gateways(GatewayAnnouncement.Lease - TimeSpan.FromMilliseconds(1)));
        Assert.Empty(reports.Gateways(GatewayAnnouncement.Lease));
    }

    [Fact]
    public void A_thousand_gateways_are_followed_and_those_again()
    {
        var reports = new ClusterReports();
        for (var i = 0; i < ClusterReports.MaxGateways; i++) Assert.True(reports.Add(Report($"g{i}"), TimeSpan.Zero, Wall));
        Assert.False(reports.Add(Report("one more"), TimeSpan.Zero, Wall));
        Assert.True(reports.Add(Report("g7"), TimeSpan.Zero, Wall));
        Assert.True(reports.Add(Report("one more"), GatewayAnnouncement.Lease, Wall));
    }

    [Fact]
    public void The_thousand_busiest_channels_are_named_and_all_are_counted()
    {
        var reports = new ClusterReports();
        var many = Enumerable.Range(0, GatewayReport.MaxChannels + 1).Select(i => Channel($"c{i}", 1, i)).ToArray();
        reports.Add(Report("g1", many), TimeSpan.Zero, Wall);
        reports.Add(Report("g2", Channel("other", 1, 1)), TimeSpan.Zero, Wall);
        var (total, busiest) = reports.Channels(TimeSpan.Zero);
        Assert.Equal(GatewayReport.MaxChannels + 1, total);
        Assert.Equal(ClusterView.MaxChannels, busiest.Length);
        Assert.DoesNotContain(busiest, channel => channel.Channel == "c0");
    }

    [Theory]
    [InlineData("Iskra.Channels.ChannelGrain", "channel")]
    [InlineData("Iskra.Metrics.SampleIntakeGrain,Iskra.Grains", "sample_intake")]
    [InlineData("Iskra.Some.Grain", "grain")]
    [InlineData("Orleans.Runtime.ManagementGrain", null)]
    public void A_kind_is_named_after_its_class(string className, string? kind) => Assert.Equal(kind, ActivationNames.KindOf(className));

    [Fact]
    public void Activations_are_added_up_over_silos() => Assert.Equal(
        [new("channel", 5), new ActivationCount("connection", 1)],
        ActivationNames.Sum([("Iskra.Connections.ConnectionGrain", "a", 1), ("Iskra.Channels.ChannelGrain", "a", 2), ("Iskra.Channels.ChannelGrain", "b", 3), ("Orleans.Other", "a", 9)]));

    private static ChannelReport Channel(string name, long seq, int subscribers, string epoch = "e") => new(name, new ChannelPosition(epoch, seq), subscribers);

    private static GatewayReport Report(string gateway, params ChannelReport[] channels) =>
        new(gateway, Wall, 1, 1, "closed", false, channels.Length, [.. channels]);
}
