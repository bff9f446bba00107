using System.Buffers;

namespace Iskra.Channels;

/// <summary>The rules for channel names and the kinds they declare (protocol section 3).</summary>
public static class ChannelName
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>Channel of the pulse summary.</summary>
    public const string Pulse = "pulse";

    /// <summary>Durable channel of metric state changes.</summary>
    public const string Slo = "slo";

    /// <summary>Durable channel of seam transitions.</summary>
    public const string Seams = "seams";

    /// <summary>Durable channel of the voices.</summary>
    public const string Voices = "voices";

    /// <summary>Durable channel of alert lifecycle events.</summary>
    public const string Alerts = "alerts";

    /// <summary>Durable channel of silence lifecycle events.</summary>
    public const string Silences = "silences";

    /// <summary>Channel of the alert statistics.</summary>
    public const string Stats = "stats";

    /// <summary>Channel of the health of the components.</summary>
    public const string Health = "health";

    /// <summary>Durable channel of the ∆DΩΛ records.</summary>
    public const string Delta = "delta";

    /// <summary>Durable channel of system notifications and executed actions.</summary>
    public const string System = "system";

    /// <summary>Prefix of the channels that authenticated callers may publish on, kept in memory.</summary>
    public const string RoomPrefix = "room/";

    /// <summary>Prefix of the channels that authenticated callers may publish on, kept in the database.</summary>
    public const string LogPrefix = "log/";

    /// <summary>Prefix of the durable text channels.</summary>
    public const string ChatPrefix = "chat/";

    /// <summary>Prefix of the voice rooms.</summary>
    public const string VoicePrefix = "voice/";

    /// <summary>Prefix of the channels that only one user may read.</summary>
    public const string UserPrefix = "user/";

    private static readonly SearchValues<char> First = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Rest = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_./-");

    /// <summary>Whether <paramref name="name"/> matches <c>[a-z0-9][a-z0-9_./-]{0,127}</c>.</summary>
    public static bool IsValid(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= MaxLength && First.Contains(name[0]) && !name.ContainsAnyExcept(Rest);

    /// <summary>The kind that a well-formed name declares.</summary>
    public static ChannelKind KindOf(string name) => name switch
    {
        Slo or Alerts or Silences or Voices or Seams or Delta or System => ChannelKind.Log,
        Pulse or Stats or Health => ChannelKind.State,
        _ when name.StartsWith(LogPrefix, StringComparison.Ordinal) => ChannelKind.Log,
        _ when name.StartsWith(ChatPrefix, StringComparison.Ordinal) => ChannelKind.Log,
        _ when IsMetric(name) => ChannelKind.State,
        _ => ChannelKind.Ephemeral,
    };

    /// <summary>Whether the channel is the live channel of the metric of the same name.</summary>
    public static bool IsMetric(string name) =>
        Metrics.MetricName.IsValid(name) && !IsWellKnown(name);

    /// <summary>Whether authenticated callers may publish on the channel with a <c>publish</c> frame.</summary>
    public static bool IsOpenForPublish(string name) =>
        name.StartsWith(RoomPrefix, StringComparison.Ordinal) || name.StartsWith(LogPrefix, StringComparison.Ordinal);

    private static bool IsWellKnown(string name) => name
        is Pulse or Slo or Seams or Voices or Alerts or Silences or Stats or Health or Delta or System;
}
