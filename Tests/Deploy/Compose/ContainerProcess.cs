using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Iskra.Tests.Deploy.Images;

namespace Iskra.Tests.Deploy.Compose;

/// <summary>What a container would run, as a process: the entry point of the image with the environment of its service.</summary>
internal sealed class ContainerProcess : IAsyncDisposable
{
    private const int MaxLines = 200;
    private readonly Queue<string> _said = [];
    private readonly Process _process;

    private ContainerProcess(Process process) => _process = process;

    /// <summary>What it wrote, newest last.</summary>
    public string Said
    {
        get
        {
            lock (_said) return string.Join('\n', _said);
        }
    }

    /// <summary>Starts the service.</summary>
    /// <param name="service">Its name in the Compose file.</param>
    /// <param name="changes">What differs on this machine: addresses, ports, folders.</param>
    public static ContainerProcess Start(string service, IReadOnlyDictionary<string, string> changes)
    {
        var entry = JsonSerializer.Deserialize<string[]>(Dockerfile.Of("final", "ENTRYPOINT").Single())!;
        var command = ComposeFile.Services[service]["command"]?.AsArray().Select(item => item!.ToString()) ?? [];
        var start = new ProcessStartInfo(entry[0], [.. entry[1..].Select(Local), .. command]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var name in start.Environment.Keys.Where(name => name.Contains("__", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in Dockerfile.Environment.Concat(ComposeFile.EnvironmentOf(service)).Concat(changes)) start.Environment[name] = value;
        var container = new ContainerProcess(new Process { StartInfo = start });
        container._process.OutputDataReceived += (_, line) => container.Hear(line.Data);
        container._process.ErrorDataReceived += (_, line) => container.Hear(line.Data);
        container._process.Start();
        container._process.BeginOutputReadLine();
        container._process.BeginErrorReadLine();
        return container;
    }

    /// <summary>A path within the image, on this machine.</summary>
    public static string Local(string path) => Path.Combine(AppContext.BaseDirectory, Path.GetFileName(path));

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndAsync(TimeSpan bound)
    {
        await _process.WaitForExitAsync().WaitAsync(bound);
        return _process.ExitCode;
    }

    /// <summary>Stops it as Docker does.</summary>
    public async Task<int> StopAsync(TimeSpan grace)
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        return await EndAsync(grace);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_said)
        {
            if (_said.Count == MaxLines) _said.Dequeue();
            _said.Enqueue(line);
        }
    }
}
