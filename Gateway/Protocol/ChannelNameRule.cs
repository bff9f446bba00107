namespace Iskra.Gateway.Protocol;

/// <summary>What errors say about channel names.</summary>
public static class ChannelNameRule
{
    /// <summary>The rule in words (protocol section 3).</summary>
    public const string Text = "A channel name is a lower-case letter or digit followed by up to 127 of the characters a-z 0-9 _ . / -";
}
