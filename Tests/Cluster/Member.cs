using System.Diagnostics;
using System.Globalization;
using Iskra.Tests.Wire;

namespace Iskra.Tests.Cluster;

/// <summary>One process of a cluster: a silo or a gateway, started as in earnest and ended by signals.</summary>
public sealed class Member : IAsyncDisposable
{
    private const int MostLines = 400;
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(90);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(3) };
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly Queue<string> _said = new();
    private Process? _process;

    /// <summary>A process that is not started yet.</summary>
    public Member(string name, IReadOnlyDictionary<string, string> settings)
    {
        Name = name;
        _settings = settings;
    }

    /// <summary><c>silo-1</c>.</summary>
    public string Name { get; }

    /// <summary>The TCP port of its HTTP interface; the same after it was started again.</summary>
    public int Port { get; } = FreePort.Take();

    /// <summary>The address of its HTTP interface.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Whether the process is there, paused or not.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Id of the process.</summary>
    public int Pid => _process?.Id ?? throw new InvalidOperationException($"{Name} does not run.");

    /// <summary>What it wrote, newest last.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return $"---- {Name}\n{string.Join('\n', _said)}";
            }
        }
    }

    /// <summary>Starts the process and waits until it listens.</summary>
    public async Task StartAsync()
    {
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = Command(), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data, listens);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, listens);
        process.Exited += (_, _) => listens.TrySetException(new InvalidOperationException($"{Name} ended:\n{Said}"));
        process.Start();
        _process = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await listens.Task.WaitAsync(StartBound);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{Name} does not listen after {StartBound.TotalSeconds:0} s:\n{Said}", late);
        }
    }

    /// <summary>The status of <c>/ready</c>, or null when it does not answer.</summary>
    public async Task<int?> ReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Address, "/ready"));
            return (int)answer.StatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Waits until <c>/ready</c> answers with a status.</summary>
    public Task BecomesAsync(int status) => Waiting.UntilAsync(async () => await ReadyAsync() == status, $"/ready of {Name} answers {status}", StartBound);

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Asks it to stop and waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        var process = _process ?? throw new InvalidOperationException($"{Name} does not run.");
        await SignalAsync("TERM");
        await process.WaitForExitAsync().WaitAsync(StartBound);
        _process = null;
        using (process)
        {
            return process.ExitCode;
        }
    }

    /// <summary>Keeps it from running.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on.</summary>
    public Task ResumeAsync() => SignalAsync("CONT");

    /// <summary>Sends a signal.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, Pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until the process has ended by itself.</summary>
    public async Task EndedAsync(TimeSpan bound)
    {
        if (_process is { } process)
        {
            await process.WaitForExitAsync().WaitAsync(bound);
            _process = null;
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private ProcessStartInfo Command()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Iskra.Gateway.dll"));
        foreach (var (name, value) in _settings)
        {
            start.ArgumentList.Add($"--{name}={value.Replace("{port}", Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}");
        }

        start.Environment["Auth__SigningKey"] = TestToken.SigningKey;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["DOTNET_GCgen0size"] = "0x800000";
        return start;
    }

    private void Hear(string? line, TaskCompletionSource listens)
    {
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _said.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} {(line.Length > 700 ? line[..700] : line)}");
            if (_said.Count > MostLines)
            {
                _said.Dequeue();
            }
        }

        if (line.StartsWith("  operations", StringComparison.Ordinal) || line.StartsWith("  voices", StringComparison.Ordinal))
        {
            listens.TrySetResult();
        }
    }
}
