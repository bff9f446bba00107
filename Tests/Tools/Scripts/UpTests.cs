namespace Iskra.Tests.Tools.Scripts;

public sealed class UpTests : IDisposable
{
    private readonly ScriptSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Up_starts_PostgreSQL_then_the_server_and_stops_them_in_the_opposite_order()
    {
        var (process, output) = await _sandbox.UpAsync("--engine", "embedded");

        Assert.Contains("engine embedded, store PostgreSQL, private", output, StringComparison.Ordinal);
        Assert.Equal(0, await ScriptSandbox.StopAsync(process));
        Assert.Equal("started\ndrained\nstopped\n", _sandbox.Read("order"));
        Assert.Contains("connection=Host=127.0.0.1;Port=5;Password=p", _sandbox.Read("server.environment"), StringComparison.Ordinal);
        Assert.False(File.Exists(_sandbox.PathOf(".iskra/up.pid")));
        Assert.False(File.Exists(_sandbox.PathOf(".iskra/server.pid")));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task Other_signals_end_it_just_as_cleanly(string signal)
    {
        var (process, _) = await _sandbox.UpAsync("--engine", "embedded");

        Assert.Equal(0, await ScriptSandbox.StopAsync(process, signal));
        Assert.Equal("started\ndrained\nstopped\n", _sandbox.Read("order"));
    }

    [Fact]
    public async Task A_second_up_says_that_one_is_running_and_leaves_it_alone()
    {
        var (process, _) = await _sandbox.UpAsync("--engine", "embedded", "--store", "memory");

        var (status, output) = await _sandbox.RunAsync("up", "--engine", "embedded", "--store", "memory");

        Assert.Equal(1, status);
        Assert.Contains($"one is running already (process {process.Id})", output, StringComparison.Ordinal);
        Assert.False(process.HasExited);
        Assert.Equal(0, await ScriptSandbox.StopAsync(process));
    }

    [Theory]
    [InlineData("1 1\n")]
    [InlineData("99999999 5\n")]
    [InlineData("nonsense\n")]
    [InlineData("")]
    public async Task A_pid_file_that_a_killed_up_left_is_cleaned_up(string content)
    {
        _sandbox.Write(".iskra/up.pid", content);

        var (process, _) = await _sandbox.UpAsync("--engine", "embedded", "--store", "memory");

        Assert.Equal(0, await ScriptSandbox.StopAsync(process));
    }

    [Fact]
    public async Task A_server_that_a_killed_up_left_behind_is_stopped_first()
    {
        var (first, _) = await _sandbox.UpAsync("--engine", "embedded", "--store", "memory");
        await ScriptSandbox.StopAsync(first, "KILL");

        var (second, output) = await _sandbox.UpAsync("--engine", "embedded", "--store", "memory");

        Assert.Contains("Stopping a server that was left behind", output, StringComparison.Ordinal);
        Assert.Equal("drained\n", _sandbox.Read("order"));
        Assert.Equal(0, await ScriptSandbox.StopAsync(second));
    }

    [Fact]
    public async Task Options_become_settings_of_the_server_and_the_rest_passes_through()
    {
        var (process, _) = await _sandbox.UpAsync(
            "--engine=embedded", "--store=memory", "--port", "18080", "--pulse-port=13001", "--seams-port", "13002", "--voices-port", "13003",
            "--bind", "0.0.0.0", "--Gateway:MaxConnections=7", "two words");
        await ScriptSandbox.StopAsync(process);

        var call = _sandbox.Read("dotnet.calls").Split('\n').Single(line => line.Contains("Iskra.Gateway.dll", StringComparison.Ordinal));
        Assert.EndsWith(
            "--Gateway:Ports:Main=18080 --Gateway:Ports:Pulse=13001 --Gateway:Ports:Seams=13002 --Gateway:Ports:Voices=13003 --Gateway:Bind=0.0.0.0 --Gateway:MaxConnections=7 two words",
            call,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "65536", "--port is '65536'")]
    [InlineData("--pulse-port", "x", "--pulse-port is 'x'")]
    [InlineData("--store", "disk", "--store is 'disk'")]
    [InlineData("--engine", "steam", "--engine is 'steam'")]
    public async Task A_wrong_option_is_refused_with_the_reason(string option, string value, string reason)
    {
        var (status, output) = await _sandbox.RunAsync("up", option, value);

        Assert.Equal(1, status);
        Assert.Contains(reason, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_its_own_is_made_once_and_is_for_nobody_else_to_read()
    {
        var (first, _) = await _sandbox.UpAsync("--engine", "embedded", "--store", "memory");
        await ScriptSandbox.StopAsync(first);
        var key = _sandbox.Read(".iskra/signing.key");
        var (second, _) = await _sandbox.UpAsync("--engine", "embedded", "--store", "memory");
        await ScriptSandbox.StopAsync(second);

        Assert.True(key.Length >= 32);
        Assert.Equal(key, _sandbox.Read(".iskra/signing.key"));
        Assert.Equal(2, _sandbox.Read("server.environment").Split('\n').Count(line => line.StartsWith($"key={key} ", StringComparison.Ordinal)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_sandbox.PathOf(".iskra/signing.key")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_sandbox.Home));
    }

    [Theory]
    [InlineData("Auth__SigningKey", "mine-mine-mine-mine-mine-mine-mine")]
    [InlineData("Auth__Jwks", "/etc/keys.json")]
    public async Task Where_the_settings_bring_keys_none_is_made(string name, string value)
    {
        _sandbox.Environment[name] = value;
        var (process, _) = await _sandbox.UpAsync("--engine", "embedded", "--store", "memory");
        await ScriptSandbox.StopAsync(process);

        Assert.False(File.Exists(_sandbox.PathOf(".iskra/signing.key")));
    }

    [Fact]
    public async Task A_database_of_ones_own_is_used_and_none_is_started()
    {
        _sandbox.Environment["ConnectionStrings__Iskra"] = "Host=db";
        var (process, output) = await _sandbox.UpAsync("--engine", "embedded");
        await ScriptSandbox.StopAsync(process);

        Assert.Contains("PostgreSQL of ConnectionStrings__Iskra", output, StringComparison.Ordinal);
        Assert.Equal("drained\n", _sandbox.Read("order"));
        Assert.Contains("connection=Host=db ", _sandbox.Read("server.environment"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_memory_store_needs_no_database_and_says_that_nothing_lasts()
    {
        _sandbox.Environment["ConnectionStrings__Iskra"] = "Host=db";
        var (process, output) = await _sandbox.UpAsync("--engine", "embedded", "--store", "memory");
        await ScriptSandbox.StopAsync(process);

        Assert.Contains("memory (nothing will last)", output, StringComparison.Ordinal);
        Assert.Contains("connection= store=memory", _sandbox.Read("server.environment"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_fails_ends_up_with_a_clear_line_and_a_stopped_database()
    {
        _sandbox.Environment["SERVER_FAILS"] = "yes";

        var (status, output) = await _sandbox.RunAsync("up", "--engine", "embedded");

        Assert.Equal(1, status);
        Assert.Contains("port 8080 is in use", output, StringComparison.Ordinal);
        Assert.Contains("the server ended with status 3", output, StringComparison.Ordinal);
        Assert.Equal("started\nstopped\n", _sandbox.Read("order"));
        Assert.False(File.Exists(_sandbox.PathOf(".iskra/up.pid")));
    }

    [Theory]
    [InlineData("", "embedded")]
    [InlineData("yes", "orleans")]
    public async Task Auto_takes_Orleans_where_its_packages_restore_and_remembers_it(string orleans, string engine)
    {
        _sandbox.Environment["ORLEANS"] = orleans;
        for (var round = 0; round < 2; round++)
        {
            var (process, output) = await _sandbox.UpAsync("--store", "memory");
            await ScriptSandbox.StopAsync(process);
            Assert.Contains($"engine {engine},", output, StringComparison.Ordinal);
        }

        Assert.Equal(1, _sandbox.Read("dotnet.calls").Split('\n').Count(line => line.StartsWith("restore", StringComparison.Ordinal)));
    }
}
