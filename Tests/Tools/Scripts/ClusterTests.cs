using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Iskra.Tests.Tools.Scripts;

public sealed class ClusterTests : IAsyncDisposable
{
    private readonly ScriptSandbox _sandbox = new();
    private readonly ReadyServer _ready = new();

    public ClusterTests()
    {
        _sandbox.Environment["ORLEANS"] = "yes";
        _sandbox.Environment["READY_PORT"] = _ready.Port.ToString(CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox.RunAsync("cluster", "down");
        await _ready.DisposeAsync();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task Up_starts_silos_and_gateways_on_one_database_and_down_stops_gateways_first()
    {
        var output = await UpAsync(2, 2);

        Assert.Contains("gateway-2 is ready at http://127.0.0.1:", output, StringComparison.Ordinal);
        Assert.Equal(["gateway-1", "gateway-2", "silo-1", "silo-2"], (await StatusAsync()).Keys.Order());
        Assert.All((await StatusAsync()).Values, state => Assert.Equal("runs yes", state));
        Assert.Equal(4, _sandbox.Read("server.environment").Split('\n').Count(line => line.Contains("connection=Host=127.0.0.1;Port=5;Password=p", StringComparison.Ordinal)));
        Assert.Single(_sandbox.Read("server.environment").Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct());

        await RunsAsync("down", "No cluster runs here any more.");
        var order = _sandbox.Read("order").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("started", order[0]);
        Assert.Equal("stopped", order[^1]);
        var drained = order.Where(line => line.EndsWith(" drained", StringComparison.Ordinal)).ToArray();
        Assert.Equal([true, true, false, false], drained.Select(line => line.StartsWith("gateway", StringComparison.Ordinal)));
        Assert.Contains("there is no cluster here", (await _sandbox.RunAsync("cluster", "status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_is_killed_started_paused_resumed_stopped_and_another_one_added()
    {
        await UpAsync(2, 1);

        await RunsAsync("kill silo 2", "silo-2 was killed");
        Assert.Equal("ended -", (await StatusAsync())["silo-2"]);
        await IsRefusedAsync("kill silo 2", "silo-2 does not run");
        await RunsAsync("start silo 2", "silo-2 is ready");
        await IsRefusedAsync("start silo 2", "silo-2 runs already");

        await RunsAsync("pause silo 2", "silo-2 was paused");
        Assert.Equal("paused -", (await StatusAsync())["silo-2"]);
        await RunsAsync("resume silo 2", "silo-2 was resumed");
        Assert.Equal("runs yes", (await StatusAsync())["silo-2"]);

        await RunsAsync("stop gateway 1", "gateway-1 has stopped");
        await RunsAsync("start gateway 1", "gateway-1 is ready");
        await RunsAsync("start silo 3", "silo-3 is ready");
        await RunsAsync("start gateway 2", "gateway-2 is ready");
        Assert.Equal(5, (await StatusAsync()).Count(item => item.Value == "runs yes"));
    }

    [Fact]
    public async Task A_process_that_is_paused_can_be_stopped()
    {
        await UpAsync(1, 1);
        await RunsAsync("pause silo 1");

        await RunsAsync("stop silo 1", "silo-1 has stopped");
        Assert.Contains("silo-1 drained", _sandbox.Read("order"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rolling_restart_stops_each_only_when_the_one_before_is_back()
    {
        await UpAsync(2, 1);
        var pids = await PidsAsync();
        var before = _sandbox.Read("order").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

        await RunsAsync("restart --rolling", "gateway-1 is ready");

        var order = _sandbox.Read("order").Split('\n', StringSplitOptions.RemoveEmptyEntries)[before..];
        Assert.Equal(["silo-1 drained", "silo-1 started", "silo-2 drained", "silo-2 started"], order[..4]);
        Assert.Equal(["drained", "started"], order[4..].Select(line => line.Split(' ')[1]));
        Assert.Empty(pids.Intersect(await PidsAsync()));
    }

    [Fact]
    public async Task One_process_is_restarted_where_only_one_is_named()
    {
        await UpAsync(1, 1);
        var pids = await PidsAsync();

        await RunsAsync("restart gateway 1", "gateway-1 is ready");

        Assert.Single(pids.Intersect(await PidsAsync()));
    }

    [Fact]
    public async Task The_private_database_is_paused_with_all_its_processes()
    {
        await UpAsync(1, 1);
        using var server = Process.Start("/bin/bash", ["-c", "sleep 60 & echo; wait"]);
        try
        {
            _sandbox.Write(".iskra/postgres/data/postmaster.pid", $"{server.Id}\n");

            await RunsAsync("pause database", "the database was paused");
            Assert.Equal('T', StateOf(server.Id));
            await RunsAsync("resume database", "the database was resumed");
            Assert.NotEqual('T', StateOf(server.Id));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_database_of_ones_own_is_shared_and_left_alone()
    {
        _sandbox.Environment["ConnectionStrings__Iskra"] = "Host=db";
        await UpAsync(1, 1);

        Assert.Contains("connection=Host=db", _sandbox.Read("server.environment"), StringComparison.Ordinal);
        await IsRefusedAsync("pause database", "the database is not a private one");
        await RunsAsync("down");
        Assert.DoesNotContain("stopped", _sandbox.Read("order"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Free_ports_differ_and_stay_when_a_gateway_is_started_again()
    {
        await UpAsync(1, 9);
        var ports = Directory.GetFiles(_sandbox.PathOf(".iskra/cluster"), "gateway-*.arguments").Select(MainPort).ToArray();
        Assert.Equal(9, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 20_000, 25_999));

        await RunsAsync("restart gateway 4");
        Assert.Equal(2, _sandbox.Read("order").Split('\n').Count(line => line == $"gateway-on-{MainPort(_sandbox.PathOf(".iskra/cluster/gateway-4.arguments"))} started"));
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_named_before_anything_starts()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var (status, output) = await _sandbox.RunAsync("cluster", "up", "--silos", "1", "--gateways", "1", "--port", $"{port}");

        Assert.Equal(1, status);
        Assert.Contains($"port {port}, which gateway 1 needs, is in use; choose another --port, or 0 for free ones", output, StringComparison.Ordinal);
        Assert.Equal("", _sandbox.Read("order"));
    }

    [Theory]
    [InlineData("3001", 1)]
    [InlineData("3010", 2)]
    [InlineData("3012", 2)]
    public async Task A_main_port_that_is_one_of_the_dashboards_is_refused(string port, int gateways)
    {
        var (status, output) = await _sandbox.RunAsync("cluster", "up", "--port", port, "--gateways", $"{gateways}");

        Assert.Equal(1, status);
        Assert.Matches("two ports would both be|is in use", output);
        Assert.Equal("", _sandbox.Read("order"));
    }

    [Theory]
    [InlineData("up --silos 0", "--silos is '0'; it must be a number from 1 to 9")]
    [InlineData("up --silos=10", "--silos is '10'; it must be a number from 1 to 9")]
    [InlineData("up --gateways many", "--gateways is 'many'; it must be a number from 1 to 9")]
    [InlineData("up --port 65501", "--port is '65501'; it must be a port number from 0 to 65500")]
    [InlineData("up --port", "--port needs a value")]
    [InlineData("up --store memory", "--store is 'memory'; the processes of a cluster can only share postgres")]
    [InlineData("kill", "say which process: silo N or gateway N")]
    [InlineData("kill database", "say which process: silo N or gateway N")]
    [InlineData("kill silo", "say which silo: a number from 1 to 9")]
    [InlineData("stop gateway two", "say which gateway: a number from 1 to 9")]
    [InlineData("pause everything 1", "say which process: silo N or gateway N")]
    [InlineData("restart", "say which process: silo N or gateway N")]
    [InlineData("restart --rolling", "there is no cluster here; start one with ./iskra cluster up")]
    [InlineData("start silo 1", "there is no cluster here; start one with ./iskra cluster up")]
    [InlineData("status", "there is no cluster here; start one with ./iskra cluster up")]
    [InlineData("explode", "there is no 'cluster explode'")]
    public async Task What_cannot_be_is_refused_with_what_would_be_right(string arguments, string reason)
    {
        await IsRefusedAsync(arguments, reason);
        Assert.Equal("", _sandbox.Read("order"));
    }

    [Fact]
    public async Task Where_Orleans_cannot_be_restored_nothing_is_started_and_the_reason_is_given()
    {
        _sandbox.Environment["ORLEANS"] = "";

        await IsRefusedAsync("up", "error NU1101: Unable to find package");
        Assert.Equal("", _sandbox.Read("order"));
    }

    [Fact]
    public async Task A_second_cluster_is_refused_and_the_first_one_left_alone()
    {
        await UpAsync(1, 1);
        var pids = await PidsAsync();

        await IsRefusedAsync("up --port 0", "a cluster is running already");
        Assert.Equal(pids, await PidsAsync());
    }

    [Fact]
    public async Task A_cluster_of_which_one_process_fails_is_stopped_again()
    {
        _sandbox.Environment["SERVER_FAILS"] = "silo-2";

        var (status, output) = await _sandbox.RunAsync("cluster", "up", "--silos", "2", "--gateways", "1", "--port", "0");

        Assert.Equal(1, status);
        Assert.Contains("it cannot", output, StringComparison.Ordinal);
        Assert.Contains("silo-2 has ended; what it wrote is above", output, StringComparison.Ordinal);
        Assert.Contains("silo-1 drained", _sandbox.Read("order"), StringComparison.Ordinal);
        Assert.EndsWith("stopped\n", _sandbox.Read("order"), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_sandbox.PathOf(".iskra/cluster"), "*.pid"));
    }

    private static int MainPort(string file) => int.Parse(
        File.ReadAllLines(file).Single(line => line.StartsWith("--Gateway:Ports:Main=", StringComparison.Ordinal)).Split('=')[1], CultureInfo.InvariantCulture);

    // The name in the second field may hold blanks; the state follows its bracket.
    private static char StateOf(int pid) => File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1][0];

    private async Task<string> UpAsync(int silos, int gateways)
    {
        var (status, output) = await _sandbox.RunAsync("cluster", "up", "--silos", $"{silos}", "--gateways", $"{gateways}", "--port", "0");
        Assert.True(status == 0, output);
        return output;
    }

    private Task RunsAsync(string arguments, string expected = "") => SaysAsync(0, arguments, expected);

    private Task IsRefusedAsync(string arguments, string reason) => SaysAsync(1, arguments, reason);

    private async Task SaysAsync(int expectedStatus, string arguments, string expected)
    {
        var (status, output) = await _sandbox.RunAsync(["cluster", .. arguments.Split(' ')]);
        Assert.True(status == expectedStatus, output);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    /// <summary>State and readiness of every process, by its name.</summary>
    private async Task<Dictionary<string, string>> StatusAsync() =>
        (await RowsAsync()).ToDictionary(columns => columns[0], columns => $"{columns[2]} {columns[3]}");

    private async Task<string[]> PidsAsync() => [.. (await RowsAsync()).Select(columns => columns[1])];

    private async Task<IEnumerable<string[]>> RowsAsync() => (await _sandbox.RunAsync("cluster", "status")).Output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
