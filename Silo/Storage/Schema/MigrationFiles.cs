using System.Collections.Immutable;
using System.Reflection;

namespace Iskra.Silo.Storage.Schema;

/// <summary>The migrations that are built into this program.</summary>
public static class MigrationFiles
{
    private const string Folder = ".Storage.Migrations.";

    /// <summary>All of them, every variant, by number.</summary>
    public static ImmutableArray<Migration> Embedded { get; } = Load(typeof(MigrationFiles).Assembly);

    private static ImmutableArray<Migration> Load(Assembly assembly) =>
    [
        .. from resource in assembly.GetManifestResourceNames()
           let start = resource.IndexOf(Folder, StringComparison.Ordinal)
           where start >= 0
           let migration = Migration.Parse(resource[(start + Folder.Length)..], Read(assembly, resource))
           orderby migration.Version, migration.Name
           select migration,
    ];

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
