using Iskra.Channels;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Security;

namespace Iskra.Gateway.Sessions;

/// <summary>Who may follow and publish what. Pure.</summary>
public static class AccessRules
{
    /// <summary>Whether a caller may follow a channel.</summary>
    /// <returns>Null when it may, else why not.</returns>
    public static FrameError? CheckRead(Caller caller, string channel, bool isTokenRequired)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(channel);
        if (isTokenRequired && !caller.IsAuthenticated)
        {
            return Forbidden("A token is required.");
        }

        if (channel.StartsWith(ChannelName.UserPrefix, StringComparison.Ordinal))
        {
            return caller.User is { } user && user.Text == channel[ChannelName.UserPrefix.Length..]
                ? null
                : Forbidden("Only the user that the channel is named after may follow it.");
        }

        if (!channel.StartsWith(ChannelName.ChatPrefix, StringComparison.Ordinal) && !channel.StartsWith(ChannelName.VoicePrefix, StringComparison.Ordinal))
        {
            return null;
        }

        return !caller.IsAuthenticated ? Forbidden("Chat and voice channels need a token.")
            : caller.MayUse(channel) ? null
            : Forbidden("The token does not name this channel.");
    }

    /// <summary>Whether a caller may publish on a channel with a <c>publish</c> frame.</summary>
    /// <returns>Null when it may, else why not.</returns>
    public static FrameError? CheckPublish(Caller caller, string channel)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return !caller.IsAuthenticated ? Forbidden("Publishing needs a token.")
            : ChannelName.IsOpenForPublish(channel) ? null
            : Forbidden("Clients publish on channels 'room/…' and 'log/…' only.");
    }

    private static FrameError Forbidden(string message) => new(ErrorCode.Forbidden, message);
}
