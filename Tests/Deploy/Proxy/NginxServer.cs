using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Deploy.Support;

namespace Iskra.Tests.Deploy.Proxy;

/// <summary>Debian's nginx with the configuration of the deployment; only names, ports and folders are those of this machine.</summary>
internal sealed partial class NginxServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("iskra-nginx-");
    private readonly Dictionary<int, int> _ports = [];
    private readonly string _program;
    private Process? _process;

    private NginxServer(string program) => _program = program;

    /// <summary>What it wrote about requests.</summary>
    public string AccessLog => File.ReadAllText(Path.Combine(_folder.FullName, "access.log"));

    /// <summary>Starts it in front of gateways.</summary>
    public static async Task<NginxServer> StartAsync(params ListenAddresses[] gateways)
    {
        var server = new NginxServer(Installed.Require("nginx", "nginx-light"));
        server.Configure(gateways);
        server._process = Process.Start(new ProcessStartInfo(server._program, [.. server.Arguments, "-g", "daemon off;"]) { RedirectStandardError = true })!;
        await server.AnswersAsync();
        return server;
    }

    /// <summary>The address of one of the four ports.</summary>
    public Uri Address(int port, string path, string scheme = "http") => new($"{scheme}://127.0.0.1:{_ports[port]}{path}");

    /// <summary>Has nginx check its configuration.</summary>
    public Task<(int ExitCode, string Output)> CheckAsync() => Installed.RunAsync(_program, [.. Arguments, "-t"]);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            using var quit = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(patience.Token);
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private string[] Arguments => ["-p", _folder.FullName, "-c", Path.Combine(_folder.FullName, "nginx.conf"), "-e", Path.Combine(_folder.FullName, "error.log")];

    private void Configure(ListenAddresses[] gateways)
    {
        // The workers of an nginx that root started belong to another user.
        if (!OperatingSystem.IsWindows()) _folder.UnixFileMode = (UnixFileMode)0b111_111_111;
        var text = Repository.Read("deploy/nginx/nginx.conf");

        // The processes here are silo and gateway in one.
        text = Upstream().Replace(text, match => $"server 127.0.0.1:{gateways[int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1].NumberOf(PortOf(match.Groups[2].Value))}");
        text = Listen().Replace(text, match =>
        {
            var port = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            return $"listen 127.0.0.1:{_ports[port] = FreePort.Take()};";
        });
        text = text.Replace("/tmp/", _folder.FullName + "/", StringComparison.Ordinal)
            .Replace("/dev/stdout", Path.Combine(_folder.FullName, "access.log"), StringComparison.Ordinal)
            .Replace("/dev/stderr", Path.Combine(_folder.FullName, "error.log"), StringComparison.Ordinal)
            .Replace("/usr/share/iskra/runbooks/", Repository.PathOf("docs/runbooks") + "/", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder.FullName, "nginx.conf"), text);
    }

    private async Task AnswersAsync()
    {
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () =>
            {
                if (_process!.HasExited) throw new InvalidOperationException("nginx ended: " + await _process.StandardError.ReadToEndAsync());
                try
                {
                    return await http.GetStringAsync(Address(8080, "/nginx-health")) == "ok\n";
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "nginx answers");
    }

    private static ListenPort PortOf(string number) => number switch
    {
        "8080" or "8081" => ListenPort.Main,
        "3001" => ListenPort.Pulse,
        "3002" => ListenPort.Seams,
        "3003" => ListenPort.Voices,
        _ => throw new InvalidDataException($"Port {number} is none of the four."),
    };

    [GeneratedRegex(@"server (?:gateway|silo)-([12]):(\d+)")]
    private static partial Regex Upstream();

    [GeneratedRegex(@"listen (\d+);")]
    private static partial Regex Listen();
}
