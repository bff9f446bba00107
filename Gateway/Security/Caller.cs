using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Gateway.Security;

/// <summary>Who is at the other end of a connection or a request.</summary>
public sealed record Caller
{
    /// <summary>Nobody in particular.</summary>
    public static readonly Caller Anonymous = new();

    /// <summary>The user that the token names; null without a token and for machines.</summary>
    public UserId? User { get; init; }

    /// <summary>Claim <c>name</c>: what to call the user.</summary>
    public string? Name { get; init; }

    /// <summary>Claim <c>picture</c>: address of the user's picture.</summary>
    public string? Picture { get; init; }

    /// <summary>Claim <c>channels</c>: the chat and voice channels that the token is good for; null when it does not limit them.</summary>
    public ImmutableHashSet<string>? Channels { get; init; }

    /// <summary>When the token runs out; null without one. A live connection is warned 60 s before and closed (4001) then.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether a configured API token was presented (<c>Auth:ApiTokens</c>) instead of a user's token.</summary>
    public bool IsMachine { get; init; }

    /// <summary>Whether the caller has shown who it is.</summary>
    public bool IsAuthenticated => User is not null || IsMachine;

    /// <summary>
    /// Whether the <c>channels</c> claim lets the caller use a chat or voice channel. The claim names channels with or without
    /// their prefix (<c>chat/general</c> or <c>general</c>); other channels are not limited by it.
    /// </summary>
    public bool MayUse(string channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        if (Channels is null) return true;
        var id = channel.StartsWith(ChannelName.ChatPrefix, StringComparison.Ordinal) ? channel[ChannelName.ChatPrefix.Length..]
            : channel.StartsWith(ChannelName.VoicePrefix, StringComparison.Ordinal) ? channel[ChannelName.VoicePrefix.Length..]
            : null;
        return id is null || Channels.Contains(id) || Channels.Contains(channel);
    }
}
