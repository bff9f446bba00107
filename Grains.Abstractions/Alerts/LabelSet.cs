using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Iskra.Alerts;

/// <summary>Labels or annotations, sorted by name, each name once. As labels, what an alert is known by.</summary>
[GenerateSerializer, Immutable, Alias("iskra.label-set")]
[JsonConverter(typeof(LabelSetJsonConverter))]
public sealed class LabelSet : IEquatable<LabelSet>
{
    /// <summary>No label.</summary>
    public static readonly LabelSet Empty = new([]);

    private LabelSet(ImmutableArray<Label> labels) => Labels = labels;

    /// <summary>The labels, sorted by the code units of their names.</summary>
    [Id(0)]
    public ImmutableArray<Label> Labels { get; private set; }

    /// <summary>The labels with a value: one that is empty is as good as none. Of a name that is given twice the last one counts.</summary>
    public static LabelSet Of(IEnumerable<Label> labels)
    {
        var byName = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in labels) byName[name] = value;
        return new LabelSet([.. byName.Where(pair => pair.Value.Length > 0).Select(pair => new Label(pair.Key, pair.Value))]);
    }

    /// <summary>The labels of pairs of name and value.</summary>
    public static LabelSet Of(params (string Name, string Value)[] labels) => Of(labels.Select(label => new Label(label.Name, label.Value)));

    /// <summary>The value of a label; empty where there is none.</summary>
    public string this[string name]
    {
        get
        {
            foreach (var label in Labels)
            {
                if (string.Equals(label.Name, name, StringComparison.Ordinal)) return label.Value;
            }

            return string.Empty;
        }
    }

    /// <inheritdoc/>
    public bool Equals(LabelSet? other) => other is not null && Labels.AsSpan().SequenceEqual(other.Labels.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var label in Labels) hash.Add(label);
        return hash.ToHashCode();
    }

    /// <summary><c>{a="b", c="d"}</c></summary>
    public override string ToString() => "{" + string.Join(", ", Labels.Select(label => $"{label.Name}={LabelText.Quote(label.Value)}")) + "}";
}
