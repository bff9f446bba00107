using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Iskra.Silo.Storage.Schema;

/// <summary>One numbered step of the tables.</summary>
/// <param name="Version">Its number, from 1 without gaps.</param>
/// <param name="Subject">What it makes: <c>metrics</c>.</param>
/// <param name="Variant">Which features it is for, when there are several of the same number: <c>hypertable</c>; otherwise null.</param>
/// <param name="Sql">Its statements.</param>
public sealed record Migration(int Version, string Subject, string? Variant, string Sql)
{
    /// <summary>Subject and variant: <c>metrics-hypertable</c>.</summary>
    public string Name => Variant is null ? Subject : $"{Subject}-{Variant}";

    /// <summary>The file it is in: <c>0001_metrics-hypertable.sql</c>.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Version:0000}_{Name}.sql");

    /// <summary>SHA-256 of the statements, in lower-case hexadecimal digits.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>Reads a migration from a file name such as <c>0001_metrics-hypertable.sql</c>.</summary>
    /// <exception cref="FormatException">The name is another.</exception>
    public static Migration Parse(string fileName, string sql)
    {
        var name = fileName.EndsWith(".sql", StringComparison.Ordinal) ? fileName[..^4] : string.Empty;
        if (name.Length < 6 || name[4] != '_' || !int.TryParse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw new FormatException($"The migration file {fileName} must be named like 0001_subject.sql or 0001_subject-variant.sql.");
        }

        var parts = name[5..].Split('-', 2);
        return new Migration(version, parts[0], parts.Length == 2 ? parts[1] : null, sql);
    }
}
