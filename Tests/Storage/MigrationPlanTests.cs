using Iskra.Silo.Storage;
using Iskra.Silo.Storage.Schema;

namespace Iskra.Tests.Storage;

/// <summary>Which statements a database gets.</summary>
public sealed class MigrationPlanTests
{
    private static readonly Dictionary<int, string> Nothing = [];

    [Fact]
    public void With_timescaledb_the_samples_are_a_hypertable()
    {
        var chosen = MigrationPlan.Choose(MigrationFiles.Embedded, new StoreFeatures(true, true), Nothing);
        Assert.Equal(["metrics-hypertable", "time_bucket-extension", "channels", "grain_state"], chosen.Take(4).Select(migration => migration.Name));
        var sql = Statements(chosen[0]);
        Assert.Contains("select create_hypertable('metrics', 'timestamp', chunk_time_interval => interval '1 day', create_default_indexes => false)", sql);
        Assert.Contains("create index metrics_name_time on metrics (metric_name, timestamp desc)", sql);
        Assert.Contains("select add_compression_policy('metrics', interval '7 days')", sql);
        Assert.Contains(
            "create materialized view metrics_1m with (timescaledb.continuous, timescaledb.materialized_only = false) as "
            + "select time_bucket(interval '1 minute', timestamp) as bucket, metric_name, "
            + "avg(value) as avg, min(value) as min, max(value) as max, count(*) as count from metrics group by 1, 2 with no data",
            sql);
        Assert.Contains(sql, statement => statement.StartsWith("create materialized view metrics_1h ", StringComparison.Ordinal));
        Assert.Contains(
            "select add_continuous_aggregate_policy('metrics_1h', start_offset => interval '3 days', "
            + "end_offset => interval '1 hour', schedule_interval => interval '1 hour')",
            sql);
    }

    [Fact]
    public void Without_it_they_are_partitions_and_time_bucket_is_made()
    {
        var chosen = MigrationPlan.Choose(MigrationFiles.Embedded, new StoreFeatures(false, false), Nothing);
        Assert.Equal(["metrics-partitions", "time_bucket-function", "channels", "grain_state"], chosen.Take(4).Select(migration => migration.Name));
        Assert.DoesNotContain(chosen, migration => migration.Sql.Contains("hypertable", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void An_edition_without_hypertable_policies_only_brings_time_bucket()
    {
        var chosen = MigrationPlan.Choose(MigrationFiles.Embedded, new StoreFeatures(false, true), Nothing);
        Assert.Equal(["metrics-partitions", "time_bucket-extension", "channels", "grain_state"], chosen.Take(4).Select(migration => migration.Name));
    }

    [Fact]
    public void What_was_applied_stays_whatever_the_database_offers_later()
    {
        var applied = new Dictionary<int, string> { [1] = "metrics-partitions", [2] = "time_bucket-function" };
        var chosen = MigrationPlan.Choose(MigrationFiles.Embedded, new StoreFeatures(true, true), applied);
        Assert.Equal(["metrics-partitions", "time_bucket-function", "channels", "grain_state"], chosen.Take(4).Select(migration => migration.Name));
    }

    [Fact]
    public void A_database_of_another_program_is_refused()
    {
        var applied = new Dictionary<int, string> { [1] = "users" };
        var refused = Assert.Throws<MigrationException>(() => MigrationPlan.Choose(MigrationFiles.Embedded, new StoreFeatures(false, false), applied));
        Assert.Contains("'users'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_layouts_have_the_same_columns_and_checks()
    {
        var layouts = MigrationFiles.Embedded.Where(migration => migration.Version == 1)
            .Select(migration => migration.Sql[migration.Sql.IndexOf("create table", StringComparison.Ordinal)..migration.Sql.IndexOf("\n)", StringComparison.Ordinal)])
            .ToArray();
        Assert.Equal(2, layouts.Length);
        Assert.Equal(layouts[0], layouts[1]);
    }

    [Fact]
    public void A_gap_in_the_numbers_is_refused()
    {
        var gap = new[] { new Migration(1, "a", null, "select 1"), new Migration(3, "c", null, "select 1") };
        Assert.Contains("migration 2", Assert.Throws<MigrationException>(
            () => MigrationPlan.Choose(gap, new StoreFeatures(false, false), Nothing)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1_metrics.sql")]
    [InlineData("0001metrics.sql")]
    [InlineData("0001_metrics.txt")]
    [InlineData("0001_.sql")]
    public void A_migration_file_has_a_number_and_a_subject(string name) =>
        Assert.Throws<FormatException>(() => Migration.Parse(name, "select 1"));

    [Fact]
    public void A_checksum_does_not_depend_on_line_ends() => Assert.Equal(
        Migration.Parse("0001_a.sql", "a\nb\n").Checksum, Migration.Parse("0001_a.sql", "a\r\nb\r\n").Checksum);

    [Fact]
    public void The_retention_of_the_hypertable_is_configuration() => Assert.Equal(
        [
            "select remove_retention_policy('metrics', if_exists => true)",
            "select add_retention_policy('metrics', interval '45 days')",
        ],
        HypertablePolicies.Statements(45));

    private static string[] Statements(Migration migration) =>
        [.. string.Join(' ', migration.Sql.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)).Select(line => line.Trim()))
            .Split(';').Select(statement => statement.Trim())];
}
