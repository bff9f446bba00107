using System.Globalization;

namespace Iskra.Bench.Peers;

/// <summary>Debian's Alertmanager, alone.</summary>
internal static class AlertmanagerPeer
{
    internal const string Program = "/usr/bin/prometheus-alertmanager";

    internal static Task<PeerServer> StartAsync(string configFile)
    {
        var port = PeerServer.FreePort();
        string[] arguments =
        [
            $"--config.file={configFile}", $"--storage.path={Directory.CreateTempSubdirectory("bench-alertmanager-").FullName}",
            "--cluster.listen-address=", string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"),
        ];
        return PeerServer.StartAsync(port, arguments, null, line => line.Contains("Listening on", StringComparison.Ordinal), Program);
    }
}
