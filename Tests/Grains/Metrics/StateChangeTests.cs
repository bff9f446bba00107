using Iskra.Channels;
using Iskra.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Grains.Metrics;

public class StateChangeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_change_of_state_is_an_event_and_a_repeated_state_is_none(int silos)
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await rig.ObserveAsync("pain", 0.3);
        await rig.ObserveAsync("pain", 0.71);
        var change = await rig.NextAsync(ChannelName.Slo);
        Assert.Equal("slo_changed", change.Type);
        Assert.Equal(
            """{"metric":"pain","from":"ok","to":"critical","value":0.71,"band":{"min":0.2,"max":0.5,"target":0.3},"priority":"P0"}""",
            MetricRig.Text(change.Data));
        await rig.ObserveAsync("pain", 0.75);
        await rig.ObserveAsync("pain", 0.3);
        Assert.Equal(
            """{"metric":"pain","from":"critical","to":"ok","value":0.3,"band":{"min":0.2,"max":0.5,"target":0.3}}""",
            await rig.NextDataAsync(ChannelName.Slo));
        Assert.Equal(2, rig.Appends.CountOf(ChannelName.Slo));
    }

    [Fact]
    public async Task An_undeclared_metric_changes_no_state()
    {
        await using var rig = await MetricRig.StartAsync();
        var reading = await rig.ObserveAsync("load", 1e9);
        Assert.Equal((MetricState.Ok, MetricBand.None), (reading.State, reading.Band));
        await rig.ObserveAsync("pain", 0.71);
        Assert.Contains("\"pain\"", await rig.NextDataAsync(ChannelName.Slo), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_was_stored_before_a_crash_is_announced_afterwards()
    {
        await using var rig = await MetricRig.StartAsync();
        await rig.ObserveAsync("pain", 0.3);
        rig.Samples.Put(rig.Sample("pain", 0.3));
        await rig.Engine.DeactivateAllAsync();
        rig.Samples.Put(rig.Sample("pain", 0.65, secondsFromNow: 1));
        await rig.Grain<IMetricGrain>("pain").Current();
        Assert.Contains("\"to\":\"warning\"", await rig.NextDataAsync(ChannelName.Slo), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_starts_announces_what_was_stored_before_without_being_asked()
    {
        await using var rig = await MetricRig.StartAsync(more: services =>
        {
            services.AddIskraMetricWake();
            services.AddSingleton<IMetricStore>(_ =>
            {
                var samples = new FakeMetricStore();
                samples.Put(new Sample("pain", 0.71, DateTimeOffset.UnixEpoch.AddYears(55), "test"));
                return samples;
            });
        });
        Assert.Contains("\"to\":\"critical\"", await rig.NextDataAsync(ChannelName.Slo), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_announced_is_not_announced_again_after_a_restart()
    {
        await using var rig = await MetricRig.StartAsync();
        await ObserveStoredAsync(rig, "pain", 0.71);
        await rig.NextAsync(ChannelName.Slo);
        await Eventually.TrueAsync(() => IsAnnounced(rig), "the change is stored as announced");
        await rig.Engine.DeactivateAllAsync();
        await rig.Grain<IMetricGrain>("pain").Current();
        rig.AdvanceMs(1_000);
        await ObserveStoredAsync(rig, "pain", 0.3);
        Assert.Contains("\"to\":\"ok\"", await rig.NextDataAsync(ChannelName.Slo), StringComparison.Ordinal);
        Assert.Equal(2, rig.Log.Events(ChannelName.Slo).Length);
    }

    [Fact]
    public async Task A_crash_between_appending_and_noting_it_announces_once()
    {
        await using var rig = await MetricRig.StartAsync();
        rig.Appends.Refuse = channel =>
        {
            // The intent is stored; what follows the append is not.
            if (channel == ChannelName.Slo) rig.States.IsAway = true;
            return null;
        };
        await ObserveStoredAsync(rig, "pain", 0.71);
        await Eventually.TrueAsync(() => rig.States.RefusalsOf("metric") > 0, "it could not be stored that the change was appended");
        await rig.Engine.DeactivateAllAsync();
        rig.Appends.Refuse = null;
        rig.States.IsAway = false;
        Assert.Single(rig.States.State<AnnouncementState>("metric", "pain")!.Pending);
        await rig.Grain<IMetricGrain>("pain").Current();
        await Eventually.TrueAsync(() => IsAnnounced(rig), "the change is stored as announced");
        Assert.Single(rig.Log.Events(ChannelName.Slo));
    }

    [Fact]
    public async Task While_the_log_is_away_changes_wait_and_come_in_order_when_it_is_back()
    {
        await using var rig = await MetricRig.StartAsync();
        rig.Log.IsAway = true;
        foreach (var value in new[] { 0.71, 0.65, 0.3 })
        {
            rig.AdvanceMs(10);
            await rig.ObserveAsync("pain", value);
        }

        rig.Log.IsAway = false;
        await rig.AdvanceUntilAsync(1_000, () => rig.Log.Events(ChannelName.Slo).Length == 3, "three changes are announced");
        Assert.Equal(
            [("ok", "critical"), ("critical", "warning"), ("warning", "ok")],
            rig.Log.Events(ChannelName.Slo).Select(change => Ends(MetricRig.Text(change.Draft.Data))));
    }

    [Theory]
    [InlineData(AppendFault.LoseRequest)]
    [InlineData(AppendFault.LoseAnswer)]
    public async Task A_lost_append_is_repeated_and_announced_once(AppendFault fault)
    {
        await using var rig = await MetricRig.StartAsync();
        rig.Log.FailAppends(fault);
        await rig.ObserveAsync("pain", 0.71);
        await rig.AdvanceUntilAsync(1_000, () => IsAnnounced(rig), "the change is stored as announced");
        Assert.Single(rig.Log.Events(ChannelName.Slo));
    }

    [Fact]
    public async Task A_lost_answer_of_the_state_store_announces_once()
    {
        await using var rig = await MetricRig.StartAsync();
        rig.States.LoseNextAnswer();
        await ObserveStoredAsync(rig, "pain", 0.71);
        await Eventually.TrueAsync(
            async () =>
            {
                rig.AdvanceMs(1_000);
                await rig.Grain<IMetricGrain>("pain").Current();
                return IsAnnounced(rig);
            },
            "the change is stored as announced");
        Assert.Single(rig.Log.Events(ChannelName.Slo));
    }

    [Fact]
    public async Task While_the_state_store_is_away_values_go_on_and_changes_come_later()
    {
        await using var rig = await MetricRig.StartAsync();
        rig.States.IsAway = true;
        Assert.Equal(MetricState.Critical, (await rig.ObserveAsync("pain", 0.71)).State);
        Assert.Empty(rig.Log.Events(ChannelName.Slo));
        rig.States.IsAway = false;
        await rig.AdvanceUntilAsync(1_000, () => rig.Log.Events(ChannelName.Slo).Length == 1, "the change is announced");
        Assert.Equal(("ok", "critical"), Ends(MetricRig.Text(rig.Log.Events(ChannelName.Slo)[0].Draft.Data)));
    }

    private static async Task ObserveStoredAsync(MetricRig rig, string metric, double value)
    {
        rig.Samples.Put(rig.Sample(metric, value));
        await rig.ObserveAsync(metric, value);
    }

    private static bool IsAnnounced(MetricRig rig) =>
        rig.States.State<AnnouncementState>("metric", "pain") is { Announced: MetricState.Critical, Pending.IsEmpty: true };

    private static (string From, string To) Ends(string data)
    {
        using var json = System.Text.Json.JsonDocument.Parse(data);
        return (json.RootElement.GetProperty("from").GetString()!, json.RootElement.GetProperty("to").GetString()!);
    }
}
