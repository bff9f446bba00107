using Iskra.Silo.Storage;
using Iskra.Silo.Storage.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Iskra.Tests.Storage;

/// <summary>Which store the settings choose, and what they may be.</summary>
public sealed class SettingsTests
{
    private const string Connection = "Host=localhost;Username=iskra";

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", " ", null)]
    [InlineData(null, Connection, Connection)]
    [InlineData("postgres", Connection, Connection)]
    [InlineData("memory", Connection, null)]
    [InlineData("Memory", null, null)]
    public void The_connection_string_decides_unless_memory_is_asked_for(string? store, string? connection, string? expected) =>
        Assert.Equal(expected, StoreChoice.Of(store, connection));

    [Theory]
    [InlineData("postgres", null, "ConnectionStrings:Iskra is not set")]
    [InlineData("mysql", Connection, "must be 'postgres' or 'memory'")]
    public void A_choice_that_cannot_be_is_refused(string store, string? connection, string message) =>
        Assert.Contains(message, Assert.Throws<StorageConfigurationException>(() => StoreChoice.Of(store, connection)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ConnectionStrings:Iskra", "Host=a;Prt=1", "ConnectionStrings:Iskra cannot be read")]
    [InlineData("ConnectionStrings:Iskra", "Port=5432", "names no host")]
    [InlineData("Storage:MetricRetentionDays", "0", "Storage:MetricRetentionDays is 0; it must be 1 to 36500.")]
    [InlineData("Storage:EventRetentionDays", "36501", "it must be 1 to 36500.")]
    [InlineData("Storage:ConnectionStateMinutes", "5", "it must be 6 to 14400.")]
    [InlineData("Storage:SampleQueueLimit", "9999", "it must be 10000 to 10000000.")]
    [InlineData("Storage:SampleWriters", "9", "it must be 1 to 8.")]
    [InlineData("Storage:QueueTimeoutMs", "soon", "whole number")]
    public void A_bad_setting_is_named(string name, string value, string message) =>
        Assert.Contains(message, Assert.Throws<StorageConfigurationException>(() => Register((name, value))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_default_is_memory_and_says_so()
    {
        await using var services = Register().BuildServiceProvider();
        Assert.Equal("memory", services.GetRequiredService<IStoreHealth>().Name);
        Assert.Equal(TimeSpan.Zero, await services.GetRequiredService<IStoreHealth>().ProbeAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("08006", true)]
    [InlineData("57P01", true)]
    [InlineData("57014", true)]
    [InlineData("53300", true)]
    [InlineData("40P01", true)]
    [InlineData("25006", true)]
    [InlineData("28P01", true)]
    [InlineData("3D000", true)]
    [InlineData("42P01", false)]
    [InlineData("23514", false)]
    [InlineData("22P02", false)]
    public void A_database_that_is_away_is_told_from_a_statement_that_is_wrong(string sqlState, bool isUnavailable) =>
        Assert.Equal(isUnavailable, PostgresFaults.IsUnavailable(new PostgresException("x", "ERROR", "ERROR", sqlState)));

    private static IServiceCollection Register(params (string Name, string Value)[] settings) => new ServiceCollection()
        .AddLogging()
        .AddIskraStorage(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build());
}
