using System.Text.Json;
using Iskra.Channels;
using Iskra.Tests.Grains.Metrics;
using Iskra.Voices;

namespace Iskra.Tests.Grains.Voices;

/// <summary>The choir of the connections.</summary>
public sealed class ConnectionVoiceTests
{
    [Fact]
    public async Task A_violation_lets_alarm_speak_and_notify_and_it_falls_silent_after_thirty_seconds()
    {
        await using var rig = await MetricRig.StartAsync();
        await AnswerAsync(rig, "protocol_violation");
        var spoken = await NextAsync(rig, ChannelName.Voices);
        Assert.Equal(("voice_activated", "alarm", "connection"), (spoken.Type, Text(spoken, "voice"), Text(spoken, "choir")));
        Assert.Equal(0.8, spoken.Data.GetProperty("intensity").GetDouble());
        Assert.Equal("protocol_violation", Text(spoken, "event"));
        var action = await NextAsync(rig, ChannelName.System);
        Assert.Equal(("action_executed", "critical_alert", "alarm"), (action.Type, Text(action, "action"), Text(action, "voice")));
        Assert.Equal("system_notification", (await NextAsync(rig, ChannelName.System)).Type);
        rig.AdvanceMs(29_000);
        Assert.Equal(1, rig.Appends.CountOf(ChannelName.Voices));
        await rig.AdvanceUntilAsync(500, () => rig.Appends.CountOf(ChannelName.Voices) == 2, "it falls silent");
        Assert.Equal("voice_deactivated", (await NextAsync(rig, ChannelName.Voices)).Type);
    }

    [Fact]
    public async Task Below_its_threshold_a_voice_speaks_and_does_nothing()
    {
        await using var rig = await MetricRig.StartAsync();
        await AnswerAsync(rig, "reconnection_success");
        Assert.Equal("celebration", Text(await NextAsync(rig, ChannelName.Voices), "voice"));
        await AnswerAsync(rig, "connection_failed");
        Assert.Equal("mercy", Text(await NextAsync(rig, ChannelName.Voices), "voice"));
        Assert.Equal("graceful_handling", Text(await NextAsync(rig, ChannelName.System), "action"));
        Assert.Equal(1, rig.Appends.CountOf(ChannelName.System));
    }

    [Fact]
    public async Task A_flood_is_spoken_for_once_a_second()
    {
        await using var rig = await MetricRig.StartAsync();
        for (var i = 0; i < 1_000; i++) await AnswerAsync(rig, "protocol_violation");
        Assert.Equal(1, (await NextAsync(rig, ChannelName.Voices)).Data.GetProperty("events").GetInt32());
        Assert.Equal(1, rig.Appends.CountOf(ChannelName.Voices));
        await rig.AdvanceUntilAsync(250, () => rig.Appends.CountOf(ChannelName.Voices) == 2, "it speaks for the rest");
        Assert.Equal(999, (await NextAsync(rig, ChannelName.Voices)).Data.GetProperty("events").GetInt32());
    }

    [Fact]
    public async Task A_voice_whose_silo_died_falls_silent_once_somebody_looks()
    {
        await using var rig = await MetricRig.StartAsync();
        await AnswerAsync(rig, "fallback_activated");
        Assert.Equal("courage", Text(await NextAsync(rig, ChannelName.Voices), "voice"));
        await Eventually.TrueAsync(() => rig.States.State<ConnectionVoiceState>("connection-voice", "courage") is { Active: true, Pending.Length: 0 }, "it is stored");
        await rig.Engine.DeactivateAllAsync();
        rig.AdvanceMs(31_000);
        await rig.Grain<IConnectionChoirGrain>(VoiceName.ConnectionChoir).Current();
        await rig.AdvanceUntilAsync(250, () => rig.Appends.CountOf(ChannelName.Voices) == 2, "it falls silent");
    }

    private static Task AnswerAsync(MetricRig rig, string type) =>
        rig.Grain<IConnectionChoirGrain>(VoiceName.ConnectionChoir).Answer([new EventCount(type, 1)]);

    private static async Task<(string Type, JsonElement Data)> NextAsync(MetricRig rig, string channel)
    {
        var draft = await rig.NextAsync(channel);
        return (draft.Type, JsonDocument.Parse(draft.Data).RootElement);
    }

    private static string? Text((string Type, JsonElement Data) @event, string name) => @event.Data.GetProperty(name).GetString();
}
