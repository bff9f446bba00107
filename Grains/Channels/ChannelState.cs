using System.Buffers;
using System.Text;
using Iskra.Alerts;
using Iskra.Seams;
using Iskra.Voices;
using Microsoft.Extensions.Logging;

namespace Iskra.Channels;

/// <summary>
/// The state behind a log channel, for readers who cannot be given the events: which voices speak, which state the system is in, what
/// fires. It
/// is asked after the position was taken, so that it is at least as new; events that come again change nothing.
/// </summary>
internal static class ChannelState
{
    /// <summary>Longest wait for whoever knows the state; a snapshot then has the events alone.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>Adds the members of the state, if the channel has one, to the snapshot with the newest events.</summary>
    /// <param name="events">An object with the member <c>events</c>.</param>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="grains">The way to whoever knows.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where failures go.</param>
    public static async Task<ReadOnlyMemory<byte>> AddAsync(
        ReadOnlyMemory<byte> events, string channel, IGrainFactory grains, TimeProvider time, ILogger logger)
    {
        try
        {
            return channel switch
            {
                ChannelName.Voices => Join(VoiceJson.Chorus(
                    await grains.GetGrain<IChorusGrain>(VoiceName.IskraChoir).Current().WaitAsync(Timeout, time)), events),
                ChannelName.Seams => Join(SeamJson.System(
                    await grains.GetGrain<ISeamGrain>("system").Current().WaitAsync(Timeout, time)), events),
                ChannelName.Alerts => Join(Encoding.UTF8.GetBytes(AlertJson.Of(
                    await grains.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key).Query(AlertQuery.All).WaitAsync(Timeout, time))), events),
                ChannelName.Silences => Join(Encoding.UTF8.GetBytes(AlertJson.Of(
                    await grains.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key).Silences().WaitAsync(Timeout, time))), events),
                _ => events,
            };
        }
        catch (Exception exception)
        {
            logger.StateUnknown(exception, channel);
            return events;
        }
    }

    // {"a":1} and {"events":[…]} become {"a":1,"events":[…]}.
    private static ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> state, ReadOnlyMemory<byte> events)
    {
        var output = new ArrayBufferWriter<byte>(state.Length + events.Length);
        output.Write(state.Span[..^1]);
        output.Write(","u8);
        output.Write(events.Span[1..]);
        return output.WrittenMemory;
    }
}
