using System.Buffers;

namespace Iskra.Alerts;

/// <summary>What labels and annotations may be.</summary>
public static class LabelRules
{
    private static readonly SearchValues<char> First = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    private static readonly SearchValues<char> Rest = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");

    /// <summary>Whether a name matches <c>[a-zA-Z_][a-zA-Z0-9_]*</c>.</summary>
    public static bool IsName(string name) => name.Length > 0 && First.Contains(name[0]) && !name.AsSpan().ContainsAnyExcept(Rest);

    /// <summary>The first name that is none, or null.</summary>
    public static string? FirstBadName(LabelSet labels)
    {
        foreach (var label in labels.Labels)
        {
            if (!IsName(label.Name)) return label.Name;
        }

        return null;
    }
}
