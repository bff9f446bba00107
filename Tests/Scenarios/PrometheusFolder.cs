namespace Iskra.Tests.Scenarios;

/// <summary>A folder with everything that a Prometheus needs to watch one switch.</summary>
internal sealed class PrometheusFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("iskra-prometheus-").FullName;

    /// <param name="relayPort">Port of the exporter, which also takes the alerts.</param>
    internal PrometheusFolder(int relayPort)
    {
        File.WriteAllText(Path.Combine(_path, "prometheus.yml"), $$"""
            global: {scrape_interval: 500ms, evaluation_interval: 500ms, scrape_timeout: 500ms}
            rule_files: [rules.yml]
            alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:{{relayPort}}"]}]}]}
            scrape_configs: [{job_name: switch, static_configs: [{targets: ["127.0.0.1:{{relayPort}}"]}]}]
            """);
        File.WriteAllText(Path.Combine(_path, "rules.yml"), """
            groups:
            - name: switch
              rules:
              - alert: SwitchIsOn
                expr: iskra_test_switch == 1
                labels: {severity: critical}
                annotations: {summary: 'the switch is {{ $value }}'}
            """);
    }

    internal string[] Arguments(int port) =>
    [
        $"--config.file={Path.Combine(_path, "prometheus.yml")}", $"--storage.tsdb.path={Path.Combine(_path, "data")}",
        $"--web.listen-address=127.0.0.1:{port}", "--rules.alert.resend-delay=1s",
    ];

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
