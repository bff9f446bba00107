using System.Text;

namespace Iskra.Alerts;

/// <summary>How label values are written in texts for people and in keys of groups.</summary>
public static class LabelText
{
    /// <summary>A value in double quotes, with <c>\"</c>, <c>\\</c>, <c>\n</c>, <c>\t</c> and <c>\r</c> escaped.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                '\r' => text.Append("\\r"),
                _ => text.Append(character),
            };
        }

        return text.Append('"').ToString();
    }
}
