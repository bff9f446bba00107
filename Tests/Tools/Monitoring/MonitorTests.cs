using System.Text.Json;
using Iskra.Tests.Tools.Support;
using Iskra.Tools.Monitoring;
using Monitor = Iskra.Tools.Monitoring.Monitor;

namespace Iskra.Tests.Tools.Monitoring;

public sealed class MonitorTests : IDisposable
{
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Monitor Create(FakeGateway gateway, string name = "pulse") => Create(gateway.Socket, name);

    private Monitor Create(Uri address, string name = "pulse") => new([new Dashboard(name, address)], null, Waiting.Limit, _output, new StepClock());

    [Fact]
    public async Task A_healthy_dashboard_passes_all_five_checks()
    {
        await using var gateway = await FakeGateway.StartAsync();

        var report = await Create(gateway).RunOnceAsync(Cancellation);

        Assert.Equal(["connect", "ping", "subscribe", "metrics", "heartbeat"], report.Checks.Select(check => check.Check));
        Assert.All(report.Checks, check => Assert.Null(check.Message));
        Assert.Contains("✓ pulse   ping", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dashboard_that_is_away_fails_its_connect_and_nothing_else_is_tried()
    {
        using var closed = new ClosedPort();

        var report = await Create(new Uri($"ws://127.0.0.1:{closed.Number}/realtime")).RunOnceAsync(Cancellation);

        Assert.False(report.Passed);
        Assert.Equal("connect", Assert.Single(report.Checks).Check);
        Assert.Contains("✗ pulse   connect", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_without_an_answer_fails_and_the_others_go_on()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var time = new ManualTime();
        gateway.Answer = frame =>
        {
            if (frame.GetProperty("type").GetString() != "subscribe") return null;
            time.Advance(TimeSpan.FromSeconds(1));
            return [];
        };
        var monitor = new Monitor([new Dashboard("pulse", gateway.Socket)], null, TimeSpan.FromSeconds(1), _output, time);

        var report = await monitor.RunOnceAsync(Cancellation);

        Assert.Equal("no answer within 1 s", Assert.Single(report.Checks, check => !check.Passed).Message);
        Assert.Equal("heartbeat", report.Checks[^1].Check);
    }

    [Fact]
    public async Task A_pong_with_another_timestamp_fails()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = frame => frame.GetProperty("type").GetString() == "ping"
            ? [$$"""{"type":"pong","ref":{{frame.GetProperty("ref")}},"timestamp":7}"""]
            : null;

        var report = await Create(gateway).RunOnceAsync(Cancellation);

        Assert.Equal("ping", Assert.Single(report.Checks, check => !check.Passed).Check);
    }

    [Fact]
    public async Task An_error_frame_is_shown_with_its_code()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = frame => frame.GetProperty("type").GetString() == "metrics"
            ? [$$"""{"type":"error","ref":{{frame.GetProperty("ref")}},"code":"overloaded","message":"the store is away"}"""]
            : null;

        var report = await Create(gateway).RunOnceAsync(Cancellation);

        Assert.Equal("overloaded: the store is away", Assert.Single(report.Checks, check => !check.Passed).Message);
    }

    [Fact]
    public async Task A_port_that_serves_another_dashboard_fails()
    {
        await using var gateway = await FakeGateway.StartAsync();

        var report = await Create(gateway, "voices").RunOnceAsync(Cancellation);

        Assert.Equal("the server calls itself 'pulse' there", report.Checks[0].Message);
    }

    [Fact]
    public async Task A_probe_reports_the_latency_it_measured()
    {
        await using var gateway = await FakeGateway.StartAsync();

        await Create(gateway).RunOnceAsync(Cancellation);

        var data = (await gateway.NextAsync("metrics")).GetProperty("data");
        Assert.True(data.GetProperty(DashboardProbe.ProbeMetric).GetDouble() > 0);
    }

    [Theory]
    [InlineData(199.9, true)]
    [InlineData(200, false)]
    public void A_check_must_take_less_than_its_limit(double latencyMs, bool passed) =>
        Assert.Equal(passed, new ProbeCheck("pulse", "ping", latencyMs, 200, null, null).Passed);

    [Fact]
    public void A_check_above_its_target_passes_and_says_so()
    {
        var check = new ProbeCheck("pulse", "connect", 186, 500, 185, null);

        Assert.True(check.Passed);
        Assert.EndsWith("above the target", check.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_is_one_JSON_object_that_replaces_the_file_whole()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var report = await Create(gateway).RunOnceAsync(Cancellation);
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await File.WriteAllTextAsync(file, new string('x', 100_000), Cancellation);
            Monitor.Save(report, file);

            var json = JsonElement.Parse(await File.ReadAllBytesAsync(file, Cancellation));
            Assert.Equal(report.Passed, json.GetProperty("passed").GetBoolean());
            Assert.Equal(5, json.GetProperty("checks").GetArrayLength());
            Assert.Equal(500, json.GetProperty("checks")[0].GetProperty("limit_ms").GetDouble());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Watching_repeats_until_it_is_stopped_and_answers_with_the_last_round()
    {
        await using var gateway = await FakeGateway.StartAsync();
        using var stop = new CancellationTokenSource();
        var rounds = 0;

        var passed = await Create(gateway).WatchAsync(TimeSpan.FromMilliseconds(1), _ => StopAtTwo(), stop.Token).Soon();

        Assert.True(passed);
        Assert.Equal(2, rounds);

        void StopAtTwo()
        {
            rounds++;
            if (rounds == 2)
            {
                stop.Cancel();
            }
        }
    }

    /// <summary>A clock that is a millisecond on whenever somebody looks, so that nothing is slow here; its timers are those of the machine.</summary>
    private sealed class StepClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _ticks, TimeSpan.TicksPerMillisecond);
    }
}
