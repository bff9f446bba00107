using System.Collections.Immutable;
using System.Text.Json;
using Iskra.Channels;
using Iskra.Metrics;
using Iskra.Seams;
using Iskra.Tests.Grains.Metrics;
using Iskra.Voices;

namespace Iskra.Tests.Grains.Voices;

/// <summary>The choir of Iskra from the intake to its channels.</summary>
public abstract class ChorusTests(int silos)
{
    [Fact]
    public async Task A_value_wakes_its_voice_and_the_event_says_why()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await ReportAsync(rig, ("chaos", 0.75));
        var @event = await NextAsync(rig, ChannelName.Voices);
        Assert.Equal("voice_activated", @event.Type);
        Assert.Equal("kain", @event.Data.GetProperty("voice").GetString());
        Assert.Equal("iskra", @event.Data.GetProperty("choir").GetString());
        Assert.True(@event.Data.GetProperty("active").GetBoolean());
        Assert.Equal(0.167, @event.Data.GetProperty("intensity").GetDouble());
        Assert.Equal("chaos > 0.7", @event.Data.GetProperty("trigger").GetString());
        Assert.Contains("Кайн", @event.Data.GetProperty("messages").GetProperty("ru").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Great_clarity_wakes_pino_and_hundun_then_iskra_and_the_action_is_recorded()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await ReportAsync(rig, ("clarity", 0.95));
        var spoke = new List<string?>();
        while (spoke.Count < 3) spoke.Add(Voice(await NextAsync(rig, ChannelName.Voices)));

        // Every voice stores and announces for itself, so which of them is first on the channel is open.
        Assert.Equal(["hundun", "iskra", "pino"], spoke.Order());
        var action = await NextAsync(rig, ChannelName.System);
        Assert.Equal("action_executed", action.Type);
        Assert.Equal("activate_pino_hundun", action.Data.GetProperty("action").GetString());
        Assert.Equal("clarity", action.Data.GetProperty("metric").GetString());
        Assert.Equal(0.95, action.Data.GetProperty("value").GetDouble());
        Assert.Equal("P1", action.Data.GetProperty("priority").GetString());
        var view = await rig.Grain<IChorusGrain>(VoiceName.IskraChoir).Current();
        Assert.Equal(["pino", "hundun", "iskra"], view.Voices.Where(voice => voice.Active).Select(voice => voice.Voice));
        Assert.Equal(14, view.Voices.Length);
        Assert.True(view.Harmony > 0);
    }

    [Fact]
    public async Task The_four_metrics_of_one_frame_are_one_step()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await HaveLookedAsync(rig);
        await ReportAsync(rig, ("clarity", 0.75), ("chaos", 0.3), ("trust", 0.7), ("pain", 0.3));
        await ReportAsync(rig, ("clarity", 0.5), ("chaos", 0.9), ("trust", 0.7), ("pain", 0.3));
        var transition = await NextAsync(rig, ChannelName.Seams);
        Assert.Equal("seam_transition", transition.Type);
        Assert.Equal("UNKNOWN", transition.Data.GetProperty("from").GetString());
        Assert.Equal("CHAOTIC_CREATION", transition.Data.GetProperty("to").GetString());
        Assert.Equal("chaos_seam", transition.Data.GetProperty("seam").GetString());
        Assert.Equal(0.8, transition.Data.GetProperty("intensity").GetDouble(), 6);
        Assert.Equal(0.9, transition.Data.GetProperty("metrics").GetProperty("chaos").GetDouble());
        var view = await rig.Grain<ISeamGrain>("system").Current();
        Assert.Equal("CHAOTIC_CREATION", view.State);
    }

    [Fact]
    public async Task A_bifurcation_follows_two_strong_transitions()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await HaveLookedAsync(rig);
        await ReportAsync(rig, ("clarity", 0.7), ("chaos", 0.3), ("trust", 0.5), ("pain", 0.5));
        await ReportAsync(rig, ("clarity", 0.1), ("chaos", 0.95));
        await ReportAsync(rig, ("clarity", 0.9), ("chaos", 0.1), ("pain", 0.4));
        Assert.Equal("seam_transition", (await NextAsync(rig, ChannelName.Seams)).Type);
        Assert.Equal("seam_transition", (await NextAsync(rig, ChannelName.Seams)).Type);
        var bifurcation = await NextAsync(rig, ChannelName.Seams);
        Assert.Equal("bifurcation_detected", bifurcation.Type);
        Assert.Equal(0.875, bifurcation.Data.GetProperty("tension").GetDouble());
        Assert.Equal(2, bifurcation.Data.GetProperty("transitions").GetArrayLength());
    }

    [Fact]
    public async Task A_condition_that_lasts_outlives_the_grains()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await ReportAsync(rig, ("chaos", 0.18));
        await Eventually.TrueAsync(() => rig.States.Rows("voice").ContainsKey("hundun"), "hundun remembers since when");
        rig.AdvanceMs(200_000);
        await rig.Engine.DeactivateAllAsync();
        await rig.Grain<IChorusGrain>(VoiceName.IskraChoir).Current();
        rig.AdvanceMs(99_500);
        await rig.RunUntilAsync(() => rig.Appends.CountOf(ChannelName.Voices) > 0, "hundun speaks");
        var @event = await NextAsync(rig, ChannelName.Voices);
        Assert.Equal("hundun", Voice(@event));
        Assert.Equal("chaos < 0.2 for 5 min", @event.Data.GetProperty("trigger").GetString());
        Assert.True(rig.Time.Elapsed >= TimeSpan.FromMinutes(5));
        Assert.True(rig.Time.Elapsed < TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task A_value_that_was_stored_before_the_process_died_is_heard_by_the_next()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await rig.Samples.WriteAsync([rig.Sample("chaos", 0.75)], CancellationToken.None);
        await rig.Grain<IChorusGrain>(VoiceName.IskraChoir).Attend();
        Assert.Equal("kain", Voice(await NextAsync(rig, ChannelName.Voices)));
    }

    [Fact]
    public async Task An_event_that_could_not_be_appended_is_announced_once_by_the_next_activation()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        rig.Appends.Refuse = channel => channel == ChannelName.Voices ? new RefusedException(ErrorCode.Overloaded, "not now", 1) : null;
        await ReportAsync(rig, ("chaos", 0.75));
        await Eventually.TrueAsync(() => rig.States.State<VoiceState>("voice", "kain") is { Pending.Length: 1 }, "the event is stored");
        await rig.Engine.DeactivateAllAsync();
        rig.Appends.Refuse = null;
        await rig.Grain<IChorusGrain>(VoiceName.IskraChoir).Attend();
        Assert.Equal("kain", Voice(await NextAsync(rig, ChannelName.Voices)));
        await Eventually.TrueAsync(() => rig.States.State<VoiceState>("voice", "kain") is { Pending.Length: 0 }, "it is stored that it was announced");
        Assert.Equal(1, rig.Appends.CountOf(ChannelName.Voices));
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_lost_and_afterwards_it_is_announced()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await rig.Grain<IChorusGrain>(VoiceName.IskraChoir).Current();
        rig.States.IsAway = true;
        await ReportAsync(rig, ("chaos", 0.75));
        await ReportAsync(rig, ("chaos", 0.3), ("trust", 0.7));
        Assert.Equal(0, rig.Appends.CountOf(ChannelName.Voices));
        rig.States.IsAway = false;
        await rig.AdvanceUntilAsync(1_000, () => rig.Appends.CountOf(ChannelName.Voices) >= 2, "both events come");
        Assert.Equal("voice_activated", (await NextAsync(rig, ChannelName.Voices)).Type);
        Assert.Equal("voice_deactivated", (await NextAsync(rig, ChannelName.Voices)).Type);
    }

    [Fact]
    public async Task While_the_store_is_away_a_bounded_number_of_events_waits_and_the_newest_values_decide_in_the_end()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await rig.Grain<IChorusGrain>(VoiceName.IskraChoir).Current();
        rig.States.IsAway = true;
        for (var i = 0; i < 50; i++)
        {
            await ReportAsync(rig, ("chaos", 0.85), ("trust", 0.7));
            await ReportAsync(rig, ("chaos", 0.3));
        }

        await ReportAsync(rig, ("chaos", 0.9));
        rig.States.IsAway = false;
        await rig.AdvanceUntilAsync(
            1_000, () => rig.States.State<VoiceState>("voice", "kain") is { Active: true, Pending.Length: 0 }, "kain speaks and all is announced");
        var types = new List<string>();
        var count = rig.Appends.CountOf(ChannelName.Voices);
        for (var i = 0; i < count; i++)
        {
            var (type, data) = await NextAsync(rig, ChannelName.Voices);
            if (data.GetProperty("voice").GetString() == "kain") types.Add(type);
        }

        var turns = types.Where(type => type != "voice_changed").ToList();
        Assert.InRange(turns.Count, 1, 101);
        Assert.All(turns.Index(), turn => Assert.Equal(turn.Index % 2 == 0 ? "voice_activated" : "voice_deactivated", turn.Item));
    }

    [Fact]
    public async Task Stabilizing_slows_the_repeats_of_live_values_and_ends_after_a_minute()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await ReportAsync(rig, ("chaos", 0.85));
        Assert.Equal("stabilize", (await NextAsync(rig, ChannelName.System)).Data.GetProperty("action").GetString());
        var notice = await NextAsync(rig, ChannelName.System);
        Assert.Equal("system_notification", notice.Type);
        Assert.Equal("P0", notice.Data.GetProperty("priority").GetString());
        await RepeatsAsync(rig, everyMs: 1_000);
        await ReportAsync(rig, ("chaos", 0.5));
        await rig.AdvanceUntilAsync(1_000, () => rig.States.State<ActionsState>("chorus", "iskra") is { StableUntil: null }, "it ends");
        Assert.True(rig.Time.Elapsed >= TimeSpan.FromSeconds(60));

        // What the metrics were told last counts for 8 s from when they heard it; the pulse, which tells them, answers when it has.
        await rig.Grain<IPulseGrain>(ChannelName.Pulse).Current();
        rig.Time.Advance(TimeSpan.FromSeconds(8));
        await RepeatsAsync(rig, everyMs: 500);
    }

    [Fact]
    public async Task Recovering_notifies_details_the_logs_and_probes()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await ReportAsync(rig, ("pain", 0.65));
        var action = await NextAsync(rig, ChannelName.System);
        Assert.Equal("recover", action.Data.GetProperty("action").GetString());
        Assert.Contains("metrics healthy", action.Data.GetProperty("result").GetString(), StringComparison.Ordinal);
        Assert.Equal("system_notification", (await NextAsync(rig, ChannelName.System)).Type);
        Assert.Equal("health_changed", (await NextAsync(rig, ChannelName.Health)).Type);
        var orders = await rig.Grain<IChorusGrain>(VoiceName.IskraChoir).Attend();
        Assert.Equal(TimeSpan.FromMinutes(10), orders.DetailUntil - rig.Time.GetUtcNow());
    }

    [Fact]
    public async Task Five_violations_wake_iskriv()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await rig.Grain<IChorusGrain>(VoiceName.IskraChoir).Count([new EventCount("protocol_violation", 5)]);
        Assert.Equal("iskriv", Voice(await NextAsync(rig, ChannelName.Voices)));
    }

    [Fact]
    public async Task A_flood_of_steps_ends_in_the_newest_values()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        var chorus = rig.Grain<IChorusGrain>(VoiceName.IskraChoir);
        for (var i = 0; i < 50; i++)
        {
            await chorus.Observe([.. Enumerable.Range(0, IChorusGrain.MaxSteps).Select(n => new MetricStep([rig.Sample("chaos", 0.3 + (n * 0.001), i + (n * 0.01))], false))]);
        }

        await chorus.Observe([new MetricStep([rig.Sample("chaos", 0.9, 100)], false)]);
        Assert.Equal("kain", Voice(await NextAsync(rig, ChannelName.Voices)));
    }

    [Fact]
    public async Task A_voice_is_seen_as_it_is_also_before_the_chorus_has_heard_of_it()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        var chorus = rig.Grain<IChorusGrain>(VoiceName.IskraChoir);
        Assert.DoesNotContain((await chorus.Current()).Voices, voice => voice.Active);
        var chaos = await rig.ObserveAsync("chaos", 0.75);
        await rig.Grain<IVoiceGrain>("kain").Hear([new VoiceStep([chaos], [])]);
        Assert.Equal("kain", Assert.Single((await chorus.Current()).Voices, voice => voice.Active).Voice);
    }

    [Fact]
    public async Task A_snapshot_holds_the_voices_and_the_state_that_the_events_led_to()
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await ReportAsync(rig, ("clarity", 0.75), ("chaos", 0.75), ("trust", 0.7), ("pain", 0.3));
        await NextAsync(rig, ChannelName.Voices);
        var voices = JsonDocument.Parse((await rig.Grain<IChannelGrain>(ChannelName.Voices).Snapshot()).Data).RootElement;
        Assert.Equal("kain", voices.GetProperty("voices").EnumerateArray().Single(voice => voice.GetProperty("active").GetBoolean()).GetProperty("voice").GetString());
        Assert.Equal(1, voices.GetProperty("events").GetArrayLength());
        var seams = JsonDocument.Parse((await rig.Grain<IChannelGrain>(ChannelName.Seams).Snapshot()).Data).RootElement;
        Assert.Equal("UNKNOWN", seams.GetProperty("state").GetString());
        Assert.Equal(0, seams.GetProperty("events").GetArrayLength());
    }

    /// <summary>
    /// The chorus looks at the metrics when it starts. A look while a frame is on its way to them would find a part of it.
    /// </summary>
    private static Task<ChorusView> HaveLookedAsync(MetricRig rig) => rig.Grain<IChorusGrain>(VoiceName.IskraChoir).Current();

    /// <summary>Watches a live value and sees it at once and then at this interval; the clock stands while it is waited for.</summary>
    private static async Task RepeatsAsync(MetricRig rig, int everyMs)
    {
        const int SlackMs = 50;
        var shown = rig.Appends.CountOf("chaos");
        await rig.Grain<IMetricGrain>("chaos").Watch(TimeSpan.FromSeconds(5));
        await rig.StandUntilAsync(() => rig.Appends.CountOf("chaos") == shown + 1, "the value is shown");
        for (var repeat = 1; repeat <= 3; repeat++)
        {
            rig.AdvanceMs(everyMs - SlackMs);
            await rig.Grain<IMetricGrain>("chaos").Current();
            Assert.Equal(shown + repeat, rig.Appends.CountOf("chaos"));
            rig.AdvanceMs(SlackMs);
            await rig.StandUntilAsync(() => rig.Appends.CountOf("chaos") == shown + repeat + 1, "the value is repeated");
        }
    }

    private static async Task ReportAsync(MetricRig rig, params (string Metric, double Value)[] values)
    {
        // A step of the clock between reports, so that the later is the newer.
        rig.AdvanceMs(1);
        ImmutableArray<Sample> samples = [.. values.Select(pair => rig.Sample(pair.Metric, pair.Value))];
        await rig.Engine.Client.GetGrain<ISampleIntakeGrain>(0).Store(samples, stamped: true);
    }

    private static async Task<(string Type, JsonElement Data)> NextAsync(MetricRig rig, string channel)
    {
        var draft = await rig.NextAsync(channel);
        return (draft.Type, JsonDocument.Parse(draft.Data).RootElement);
    }

    private static string? Voice((string Type, JsonElement Data) @event) => @event.Data.GetProperty("voice").GetString();
}
