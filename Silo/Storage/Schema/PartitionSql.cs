using System.Collections.Immutable;
using System.Globalization;

namespace Iskra.Silo.Storage.Schema;

/// <summary>The statements that make and drop partitions. They hold only dates, no text from outside.</summary>
public static class PartitionSql
{
    /// <summary>
    /// Makes the partition of a day and moves the day's samples there out of the default partition. To be run in one
    /// transaction. Attaching, unlike creating in place, lets reads and writes of the other days go on.
    /// </summary>
    public static ImmutableArray<string> Create(DateOnly day)
    {
        var name = PartitionName.Of(day);
        var from = Midnight(day);
        var to = Midnight(day.AddDays(1));
        return
        [
            "lock table metrics_default in access exclusive mode",
            $"create table {name} (like metrics including defaults including constraints)",
            $"with moved as (delete from metrics_default where timestamp >= '{from}' and timestamp < '{to}' returning *) "
                + $"insert into {name} select * from moved",
            $"alter table metrics attach partition {name} for values from ('{from}') to ('{to}')",
        ];
    }

    /// <summary>Drops the partition of a day with its samples.</summary>
    public static string Drop(DateOnly day) => $"drop table if exists {PartitionName.Of(day)}";

    private static string Midnight(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " 00:00+00";
}
