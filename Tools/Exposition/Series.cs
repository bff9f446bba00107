using System.Collections.Immutable;
using System.Text;

namespace Iskra.Tools.Exposition;

/// <summary>One series of an exporter and its value now.</summary>
/// <param name="Name">Name of the metric.</param>
/// <param name="Labels">Its labels, ordered by name.</param>
/// <param name="Value">Its value; may be NaN or infinite.</param>
/// <param name="TimestampMs">When it was measured, Unix time in milliseconds; null for now.</param>
internal sealed record Series(string Name, ImmutableArray<Label> Labels, double Value, long? TimestampMs)
{
    /// <summary>The series without its value, for example <c>node_cpu_seconds_total{cpu="0",mode="idle"}</c>; unique within an answer.</summary>
    public string Key { get; } = KeyOf(Name, Labels);

    /// <summary>The value of a label; empty when there is none of that name, as everywhere in Prometheus.</summary>
    public string LabelOf(string name)
    {
        foreach (var label in Labels)
        {
            if (label.Name == name)
            {
                return label.Value;
            }
        }

        return "";
    }

    private static string KeyOf(string name, ImmutableArray<Label> labels)
    {
        if (labels.IsEmpty)
        {
            return name;
        }

        var text = new StringBuilder(name).Append('{');
        foreach (var label in labels)
        {
            text.Append(text[^1] == '{' ? "" : ",").Append(label.Name).Append("=\"");
            text.Append(label.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));
            text.Append('"');
        }

        return text.Append('}').ToString();
    }
}
