using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Iskra.Bench.Measure;

namespace Iskra.Bench.Peers;

/// <summary>The process of a server, started on its core and ended with the measurement.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private PeerServer(Process process, int port, TimeSpan startup)
    {
        _process = process;
        Port = port;
        Startup = startup;
    }

    internal int Port { get; }

    internal int Pid => _process.Id;

    internal TimeSpan Startup { get; }

    internal ProcessUsage Usage => ProcessUsage.Of(Pid);

    internal static async Task<PeerServer> StartAsync(
        int port, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, Func<string, bool> isReady, string? program = null)
    {
        var start = CpuAffinity.OnServerCore(program ?? (Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet"), arguments);
        start.Environment["DOTNET_gcServer"] = "0";

        // As ./iskra up sets it, and for every server alike: resident memory is to be what is in use, not garbage.
        start.Environment["DOTNET_GCgen0size"] = "0x800000";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var clock = Stopwatch.StartNew();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        DataReceivedEventHandler hear = (_, line) =>
        {
            lock (said)
            {
                said.Add(line.Data ?? string.Empty);
            }

            if (line.Data is not null && isReady(line.Data))
            {
                ready.TrySetResult();
            }
        };
        process.OutputDataReceived += hear;
        process.ErrorDataReceived += hear;
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The server ended: " + string.Join('\n', said)));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(StartBound);
        return new PeerServer(process, port, clock.Elapsed);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
