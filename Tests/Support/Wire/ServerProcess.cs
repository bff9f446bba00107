using System.Diagnostics;
using System.Globalization;

namespace Iskra.Tests.Wire;

/// <summary>
/// Iskra as a process of its own, as users run it: started with settings, ended by a signal or killed. It belongs to the test that
/// started it and is ended with it.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly List<string> _said = [];
    private Process? _process;

    private ServerProcess(IReadOnlyDictionary<string, string> settings) => _settings = settings;

    public int MainPort { get; } = FreePort.Take();

    public int PulsePort { get; } = FreePort.Take();

    public int SeamsPort { get; } = FreePort.Take();

    public int VoicesPort { get; } = FreePort.Take();

    public Uri Http => new($"http://127.0.0.1:{MainPort}");

    public int Pid => _process?.Id ?? throw new InvalidOperationException("The server does not run.");

    /// <summary>From the start of the process to its first line that says it serves.</summary>
    public TimeSpan Startup { get; private set; }

    /// <summary>What it wrote, newest last.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return string.Join('\n', _said.TakeLast(60));
            }
        }
    }

    public static async Task<ServerProcess> StartAsync(params (string Name, string Value)[] settings)
    {
        var server = new ServerProcess(settings.ToDictionary(setting => setting.Name, setting => setting.Value));
        await server.StartAsync();
        return server;
    }

    public Uri Socket(string path, int? port = null) => new($"ws://127.0.0.1:{port ?? MainPort}{path}");

    /// <summary>Starts it; also again, with the same ports and settings, after it was killed.</summary>
    public async Task StartAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = Command(), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data, ready);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, ready);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The server ended:\n" + Said));
        var clock = Stopwatch.StartNew();
        process.Start();
        _process = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(StartBound);
        Startup = clock.Elapsed;
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>Asks it to stop, as Ctrl-C and Kubernetes do.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(TimeSpan bound)
    {
        var process = _process ?? throw new InvalidOperationException("The server does not run.");
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(bound);
        _process = null;
        using (process)
        {
            return process.ExitCode;
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private ProcessStartInfo Command()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Iskra.Gateway.dll"));
        var ports = new Dictionary<string, string>
        {
            ["Gateway:Ports:Main"] = $"{MainPort}",
            ["Gateway:Ports:Pulse"] = $"{PulsePort}",
            ["Gateway:Ports:Seams"] = $"{SeamsPort}",
            ["Gateway:Ports:Voices"] = $"{VoicesPort}",
        };
        foreach (var (name, value) in ports.Concat(_settings))
        {
            start.ArgumentList.Add($"--{name}={value}");
        }

        start.Environment["Auth__SigningKey"] = TestToken.SigningKey;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        return start;
    }

    private void Hear(string? line, TaskCompletionSource ready)
    {
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _said.Add(line);
        }

        if (line.Contains("/ws/dashboard", StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
    }
}
