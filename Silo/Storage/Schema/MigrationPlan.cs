using System.Collections.Immutable;

namespace Iskra.Silo.Storage.Schema;

/// <summary>Which migrations make up the tables of one database.</summary>
public static class MigrationPlan
{
    /// <summary>Name of the migration that lays the samples out as a hypertable.</summary>
    public const string HypertableName = "metrics-hypertable";

    /// <summary>
    /// Chooses one migration a number. What was applied stays what it is, whatever the database offers today: a database that
    /// gets the extension later keeps its partitions.
    /// </summary>
    /// <param name="migrations">All variants.</param>
    /// <param name="features">What the database offers.</param>
    /// <param name="applied">Names of the migrations that were applied, by number.</param>
    /// <exception cref="MigrationException">A number has no migration, or was applied under a name that this program does not have.</exception>
    public static ImmutableArray<Migration> Choose(
        IEnumerable<Migration> migrations, StoreFeatures features, IReadOnlyDictionary<int, string> applied)
    {
        var chosen = migrations.GroupBy(migration => migration.Version).OrderBy(group => group.Key)
            .Select(group => ChooseOne(group.Key, [.. group], features, applied)).ToImmutableArray();
        for (var i = 0; i < chosen.Length; i++)
        {
            if (chosen[i].Version != i + 1)
            {
                throw new MigrationException($"There is no migration {i + 1}; migrations are numbered from 1 without gaps.");
            }
        }

        return chosen;
    }

    private static Migration ChooseOne(int version, Migration[] variants, StoreFeatures features, IReadOnlyDictionary<int, string> applied)
    {
        if (applied.TryGetValue(version, out var name))
        {
            return variants.FirstOrDefault(variant => variant.Name == name) ?? throw new MigrationException(
                $"The database has migration {version} as '{name}', this program knows it as '{variants[0].Name}': they do not belong together.");
        }

        var fitting = variants.Where(variant => Fits(variant.Variant, features)).ToArray();
        return fitting.Length == 1 ? fitting[0] : throw new MigrationException(
            $"Migration {version} has {fitting.Length} variants for this database; it must have exactly one.");
    }

    private static bool Fits(string? variant, StoreFeatures features) => variant switch
    {
        null => true,
        "hypertable" => features.Hypertables,
        "partitions" => !features.Hypertables,
        "extension" => features.TimeBucket,
        "function" => !features.TimeBucket,
        _ => throw new MigrationException($"There is no feature behind the migration variant '{variant}'."),
    };
}
