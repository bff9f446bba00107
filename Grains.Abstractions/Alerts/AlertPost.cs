namespace Iskra.Alerts;

/// <summary>What a source says about an alert. It has been checked: labels are not empty, the start is not after the end.</summary>
/// <param name="Labels">What the alert is known by.</param>
/// <param name="Annotations">What is to be told about it.</param>
/// <param name="StartsAt">Since when it fires.</param>
/// <param name="EndsAt">When it ended, or will end unless it is posted again.</param>
/// <param name="HasTimeout">Whether the source gave no end and <paramref name="EndsAt"/> follows from the resolve time-out.</param>
/// <param name="GeneratorUrl">Where it comes from; empty when it is not said.</param>
/// <param name="CoolDown">
/// When it fires again within this time of its end, nobody is notified again; zero for alerts from outside.
/// </param>
/// <param name="IsWorse">Whether somebody is to be notified whatever the cool-down.</param>
[GenerateSerializer, Immutable, Alias("iskra.alert-post")]
public sealed record AlertPost(
    [property: Id(0)] LabelSet Labels,
    [property: Id(1)] LabelSet Annotations,
    [property: Id(2)] DateTimeOffset StartsAt,
    [property: Id(3)] DateTimeOffset EndsAt,
    [property: Id(4)] bool HasTimeout,
    [property: Id(5)] string GeneratorUrl,
    [property: Id(6)] TimeSpan CoolDown = default,
    [property: Id(7)] bool IsWorse = false)
{
    /// <summary>Most characters of an alert: what its events carry.</summary>
    public const int MaxSize = 65_536;

    /// <summary>Its characters in labels, annotations and address.</summary>
    public int Size => GeneratorUrl.Length + SizeOf(Labels) + SizeOf(Annotations);

    private static int SizeOf(LabelSet labels) => labels.Labels.Sum(label => label.Name.Length + label.Value.Length);
}
