using System.Collections.Immutable;

namespace Iskra.Cluster;

/// <summary>Names of kinds of grains as they are shown.</summary>
public static class ActivationNames
{
    private const string Suffix = "Grain";

    /// <summary>The kind of a class of ours: <c>channel</c> for <c>Iskra.Channels.ChannelGrain</c>; null for one of the engine.</summary>
    /// <param name="className">Full name of the class, perhaps with the assembly behind a comma.</param>
    public static string? KindOf(string className)
    {
        ArgumentNullException.ThrowIfNull(className);
        var name = className.Split(',')[0].Trim();
        if (!name.StartsWith("Iskra.", StringComparison.Ordinal)) return null;
        name = name[(name.LastIndexOf('.') + 1)..];
        if (name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length) name = name[..^Suffix.Length];
        return string.Concat(name.Select((character, index) =>
            char.IsUpper(character) && index > 0 ? "_" + char.ToLowerInvariant(character) : char.ToLowerInvariant(character).ToString()));
    }

    /// <summary>Sums activations up by kind, most first.</summary>
    public static ImmutableArray<ActivationCount> Sum(IEnumerable<(string Class, string Silo, int Count)> activations) =>
    [
        .. activations.Select(item => (Kind: KindOf(item.Class), item.Count)).Where(item => item.Kind is not null)
            .GroupBy(item => item.Kind!, StringComparer.Ordinal)
            .Select(group => new ActivationCount(group.Key, group.Sum(item => item.Count)))
            .OrderByDescending(item => item.Count).ThenBy(item => item.Type, StringComparer.Ordinal),
    ];
}
