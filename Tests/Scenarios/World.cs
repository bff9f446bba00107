using System.Reflection;
using Iskra.Tests.Wire;
using Npgsql;

[assembly: AssemblyFixture(typeof(Iskra.Tests.Scenarios.World))]

namespace Iskra.Tests.Scenarios;

/// <summary>What the scenarios share: one database, one server on it as a process of its own, and the report.</summary>
public sealed class World : IAsyncLifetime
{
    public ScenarioReport Report { get; } = new();

    public PostgresServer Postgres { get; } = new();

    public string Connection { get; private set; } = null!;

    public ServerProcess Server { get; private set; } = null!;

    /// <summary>The three dashboard ports by name.</summary>
    public IReadOnlyList<(string Name, int Port)> Dashboards =>
        [("pulse", Server.PulsePort), ("seams", Server.SeamsPort), ("voices", Server.VoicesPort)];

    private static string Engine => Assembly.Load("Iskra.Grains").GetReferencedAssemblies().Any(name => name.Name == "Orleans.Embedded") ? "embedded" : "orleans";

    public async ValueTask InitializeAsync()
    {
        await Postgres.InitializeAsync();
        Connection = await Postgres.CreateDatabaseAsync();
        Server = await ServerProcess.StartAsync(("ConnectionStrings:Iskra", Connection));
    }

    /// <summary>Asks the database directly, as a person with psql would.</summary>
    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Connection);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Report.Write(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "scenarios"), Engine);
        await Server.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
