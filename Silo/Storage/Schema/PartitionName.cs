using System.Globalization;

namespace Iskra.Silo.Storage.Schema;

/// <summary>Names of the partitions of the samples: <c>metrics_20261121</c>.</summary>
public static class PartitionName
{
    private const string Prefix = "metrics_";
    private const string Format = "yyyyMMdd";

    /// <summary>The name of the partition of a day.</summary>
    public static string Of(DateOnly day) => Prefix + day.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The day of a partition; false for other tables, such as the default partition.</summary>
    public static bool TryParse(string name, out DateOnly day)
    {
        day = default;
        return name.StartsWith(Prefix, StringComparison.Ordinal)
            && DateOnly.TryParseExact(name.AsSpan(Prefix.Length), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }
}
