using Iskra.Alerts;
using Microsoft.Extensions.Configuration;

namespace Iskra.Tests.Unit.Alerts;

public sealed class AlertmanagerYamlTests
{
    private const string Whole = """
        global:
          resolve_timeout: 3m
          slack_api_url: https://hooks.slack.com/services/T/B/geheim1 # not a secret here
          smtp_smarthost: mail:587
          smtp_from: iskra@example.org
          smtp_auth_username: u
          smtp_auth_password: 'geheim2'
          opsgenie_api_key: geheim3
        templates: [x.tmpl]
        route:
          receiver: default
          group_by: [alertname, cluster]
          group_wait: 10s
          routes:
          - matchers: ['severity=~"critical|page"', 'team!=db']
            receiver: pager
            group_by: ['...']
            repeat_interval: 1h30m
            continue: true
            mute_time_intervals: [night]
          - match: {team: db}
            match_re: {env: 'prod|live'}
            receiver: db
        receivers:
        - name: default
        - name: pager
          pagerduty_configs:
          - routing_key: geheim4
            description: '{{ .x }}'
        - name: db
          slack_configs:
          - channel: '#db'
            title: x
          email_configs:
          - to: a@example.org
          webhook_configs:
          - url: http://u:geheim5@hook/x
            max_alerts: 5
            http_config: {authorization: {credentials: geheim6}, proxy_url: http://p}
          discord_configs:
          - webhook_url: geheim7
        inhibit_rules:
        - source_matchers: [severity=critical]
          target_match_re: {severity: 'warning|info'}
          equal: [cluster]
        time_intervals:
        - name: night
          time_intervals:
          - times: [{start_time: '22:00', end_time: '24:00'}]
            weekdays: ['monday:friday', sunday]
            months: [1, 'march:may']
            days_of_month: ['-3:-1']
        """;

    [Fact]
    public void A_whole_file_is_read()
    {
        var config = AlertmanagerYaml.Read(Whole, "am.yml");
        Assert.Equal(TimeSpan.FromMinutes(3), config.ResolveTimeout);
        Assert.Equal(["default", "pager", "db"], config.Receivers.Select(receiver => receiver.Name));
        Assert.Equal(["{}", "{}/{severity=~\"critical|page\",team!=\"db\"}", "{}/{env=~\"prod|live\",team=\"db\"}"], config.Root.All.Select(route => route.Key));
        var pager = config.Root.Routes[0];
        Assert.Equal((null, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(90), true), (pager.GroupBy, pager.GroupWait, pager.RepeatInterval, pager.Continue));
        Assert.Equal(["alertname", "cluster"], config.Root.Routes[1].GroupBy!.Value);
        Assert.Equal(["slack[0]", "email[0]", "webhook[0]"], config.Receivers[2].Integrations.Select(way => way.Name));
        Assert.Equal("https://hooks.slack.com/services/T/B/geheim1", Assert.IsType<SlackIntegration>(config.Receivers[2].Integrations[0]).ApiUrl.Reveal());
        var email = Assert.IsType<EmailIntegration>(config.Receivers[2].Integrations[1]);
        Assert.Equal(("mail", 587, "u", "geheim2", true), (email.Host, email.Port, email.AuthUsername, email.AuthPassword!.Reveal(), email.RequireTls));
        Assert.Equal("geheim6", config.Receivers[2].Integrations[2].Http.AuthorizationCredentials!.Reveal());
        Assert.True(config.InhibitRules.Single().Target.IsMatch(LabelSet.Of(("severity", "info"))));
        var night = config.TimeIntervals["night"].Single();
        Assert.True(night.Contains(new DateTimeOffset(2030, 1, 30, 23, 0, 0, TimeSpan.Zero)));
        Assert.False(night.Contains(new DateTimeOffset(2030, 1, 28, 23, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void No_secret_is_shown()
    {
        var config = AlertmanagerYaml.Read(Whole, "am.yml");
        Assert.DoesNotContain("geheim", config.Original, StringComparison.Ordinal);
        Assert.Contains("slack_api_url: \"<secret>\" # not a secret here", config.Original, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", string.Join('|', config.Receivers.SelectMany(receiver => receiver.Integrations)), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", string.Join('|', config.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_supported_is_named_with_its_place() => Assert.Equal(
        [
            "am.yml:8:3: opsgenie_api_key of global is not supported and has no effect",
            "am.yml:9:1: templates of the file is not supported and has no effect",
            "am.yml:29:5: description of a PagerDuty receiver is not supported and has no effect",
            "am.yml:33:5: title of a Slack receiver is not supported and has no effect",
            "am.yml:39:58: proxy_url of http_config is not supported and has no effect",
            "am.yml:40:3: discord_configs of a receiver is not supported and has no effect",
        ],
        AlertmanagerYaml.Read(Whole, "am.yml").Warnings.Order(StringComparer.Ordinal).OrderBy(text => int.Parse(text.Split(':')[1], null)));

    [Theory]
    [InlineData("", "am.yml: the file is empty; it needs at least 'route' and 'receivers'.")]
    [InlineData("route: [\n", "am.yml:2:1: ")]
    [InlineData("- x", "am.yml:1:1: the file must be a mapping of names to values")]
    [InlineData("receivers: [{name: a}]", "am.yml:1:1: the file needs 'route'")]
    [InlineData("route: {receiver: b}\nreceivers: [{name: a}]", "am.yml:1:8: there is no receiver 'b'")]
    [InlineData("route: {receiver: a, recever: b}\nreceivers: [{name: a}]", "am.yml:1:22: route has no 'recever'")]
    [InlineData("route: {receiver: a, group_wait: soon}\nreceivers: [{name: a}]", "am.yml:1:34: group_wait is 'soon'; it must be a duration such as 30s, 5m or 1h30m")]
    [InlineData("route: {receiver: a, group_interval: 0s}\nreceivers: [{name: a}]", "am.yml:1:38: group_interval must be longer than 0")]
    [InlineData("route: {receiver: a, routes: [{matchers: ['x=~(']}]}\nreceivers: [{name: a}]", "am.yml:1:43: error parsing regexp: missing closing ): `^(?:()$`")]
    [InlineData("route: {receiver: a, matchers: ['x=y']}\nreceivers: [{name: a}]", "am.yml:1:32: the root route takes every alert; it must not have 'matchers'")]
    [InlineData("route: {receiver: a, routes: [{mute_time_intervals: [n]}]}\nreceivers: [{name: a}]", "am.yml:1:53: there is no time interval 'n'")]
    [InlineData("route: {receiver: a}\nreceivers: [{name: a}, {name: a}]", "am.yml:2:24: there are two receivers named 'a'")]
    [InlineData("route: {receiver: a}\nreceivers:\n- name: a\n  slack_configs: [{api_url: <secret>}]", "am.yml:4:29: api_url is masked; it must be the secret itself, ${NAME} for an environment variable, or api_url_file")]
    [InlineData("route: {receiver: a}\nreceivers: [{name: a}]\ntime_intervals: [{name: n, time_intervals: [{weekdays: [noday]}]}]", "am.yml:3:57: 'noday' is no range of weekdays")]
    [InlineData("route: {receiver: a}\nreceivers: [{name: a}]\nx: 1", "am.yml:3:1: the file has no 'x'")]
    public void A_broken_file_is_refused_with_line_column_and_reason(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<AlertConfigurationException>(() => AlertmanagerYaml.Read(text, "am.yml")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_secret_can_come_from_the_environment_and_from_a_file()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, " key \n");
        Environment.SetEnvironmentVariable("ISKRA_TEST_HOOK", "http://hook");
        var config = AlertmanagerYaml.Read(
            $"route: {{receiver: a}}\nreceivers: [{{name: a, pagerduty_configs: [{{routing_key_file: '{path}'}}], webhook_configs: [{{url: '${{ISKRA_TEST_HOOK}}'}}]}}]", "am.yml");
        Assert.Equal("key", Assert.IsType<PagerDutyIntegration>(config.Receivers[0].Integrations[0]).RoutingKey.Reveal());
        Assert.Equal("http://hook", Assert.IsType<WebhookIntegration>(config.Receivers[0].Integrations[1]).Url.Reveal());
        File.Delete(path);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("100ms", 100)]
    [InlineData("1m1s1ms", 61_001)]
    [InlineData("1s1m", -1)]
    [InlineData("5", -1)]
    [InlineData("", -1)]
    [InlineData("1.5h", -1)]
    public void Durations_are_read_as_prometheus_reads_them(string text, long milliseconds)
    {
        Assert.Equal(milliseconds >= 0, DurationText.TryParse(text, out var duration));
        if (milliseconds >= 0) Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Fact]
    public void Chains_and_bounds_come_from_the_configuration()
    {
        var settings = AlertConfiguration.Read(Configuration(("Alerts:MaxAlerts", "10"), ("Alerts:Chains:P1:0:AfterSeconds", "60"), ("Alerts:Chains:P1:0:Role", "ops"), ("Alerts:Chains:P1:0:Channels", "slack, Email")));
        Assert.Equal(10, settings.MaxAlerts);
        var step = Assert.Single(settings.ChainOf("P1").Steps);
        Assert.Equal((TimeSpan.FromMinutes(1), "ops"), (step.After, step.Role));
        Assert.Equal([IntegrationKind.Slack, IntegrationKind.Email], step.Kinds);
        Assert.Equal(3, settings.ChainOf("P0").Steps.Length);
    }

    [Theory]
    [InlineData("Alerts:MaxAlerts", "0", "Alerts:MaxAlerts is '0'; it must be a whole number from 1 to 1000000.")]
    [InlineData("Alerts:Chains:P9:0:Role", "x", "Alerts:Chains:P9: there are chains for P0, P1 and P2.")]
    [InlineData("Alerts:Chains:P0:0:AfterSeconds", "x", "Alerts:Chains:P0:0:AfterSeconds is 'x'; it must be a number of seconds from 0 to 604800.")]
    [InlineData("Alerts:ConfigFile", "/nowhere/am.yml", "Alerts:ConfigFile is '/nowhere/am.yml', which cannot be read: ")]
    public void A_bad_setting_is_named(string name, string value, string message) =>
        Assert.StartsWith(message, Assert.Throws<AlertConfigurationException>(() => AlertConfiguration.Read(Configuration((name, value)))).Message, StringComparison.Ordinal);

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
