using System.Globalization;
using Npgsql;
using Xunit;

namespace Iskra.Tests;

/// <summary>
/// A PostgreSQL server of its own for one run of the tests: a free port, data in a temporary folder, writes on disk as in earnest.
/// To be used as an assembly fixture.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "iskra-test-" + Guid.NewGuid().ToString("N")[..12]);
    private readonly int _port = FreePort.Take();
    private string _bin = string.Empty;
    private int _databases;
    private bool _isRunning;

    private string Data => Path.Combine(_folder, "data");

    private string Maintenance => ConnectionString("postgres") + ";Pooling=false";

    /// <summary>Makes the server and starts it.</summary>
    public async ValueTask InitializeAsync()
    {
        _bin = PostgresPrograms.Find();
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        Directory.CreateDirectory(_folder);
        if (PostgresPrograms.AreRunAsPostgres && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_111_111);
        }

        await PostgresPrograms.RunAsync(
            Path.Combine(_bin, "initdb"), "-D", Data, "-U", "iskra", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync");
        await StartAsync();
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync(Maintenance, $"create database {name}");
        return ConnectionString(name);
    }

    /// <summary>Starts the server after <see cref="StopAsync"/> and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var options = string.Create(
            CultureInfo.InvariantCulture, $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=on");
        var log = Path.Combine(_folder, "data", "server.log");
        await PostgresPrograms.RunAsync(Path.Combine(_bin, "pg_ctl"), "start", "-D", Data, "-w", "-s", "-l", log, "-o", options);
        _isRunning = true;
    }

    /// <summary>Stops the server; connections are closed.</summary>
    /// <param name="immediately">As if it were killed: it has to recover at the next start.</param>
    public async Task StopAsync(bool immediately = false)
    {
        _isRunning = false;
        await PostgresPrograms.RunAsync(Path.Combine(_bin, "pg_ctl"), "stop", "-D", Data, "-w", "-s", "-m", immediately ? "immediate" : "fast");
    }

    /// <summary>Keeps all processes of the server from running; connections stay and nothing answers.</summary>
    public async Task PauseAsync()
    {
        // The server first: while it stands it starts no others, and those that end stay known.
        var server = await ServerAsync();
        await PostgresPrograms.RunAsync("/bin/kill", "-STOP", server);
        await SignalChildrenAsync("STOP", server);
    }

    /// <summary>Lets them go on.</summary>
    public async Task ResumeAsync()
    {
        var server = await ServerAsync();
        await SignalChildrenAsync("CONT", server);
        await PostgresPrograms.RunAsync("/bin/kill", "-CONT", server);
    }

    /// <summary>Runs a statement on a connection of its own.</summary>
    public static async Task<int> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a query on a connection of its own and reads the first column of its rows.</summary>
    public static async Task<List<T>> QueryAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetFieldValue<T>(0));
        }

        return values;
    }

    /// <summary>Stops the server and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        await RemoveAsync();
    }

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=iskra;Database={database}");

    private async Task<string> ServerAsync() => (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0];

    private static async Task SignalChildrenAsync(string signal, string server)
    {
        var children = (await File.ReadAllTextAsync($"/proc/{server}/task/{server}/children")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await PostgresPrograms.RunAsync("/bin/kill", ["-" + signal, .. children]);
    }

    private void OnProcessExit(object? sender, EventArgs e) => RemoveAsync().Wait(TimeSpan.FromSeconds(10));

    private async Task RemoveAsync()
    {
        if (_isRunning)
        {
            await StopAsync(immediately: true);
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
