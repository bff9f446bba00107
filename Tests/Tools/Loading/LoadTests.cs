using Iskra.Tests.Tools.Support;
using Iskra.Tools;
using Iskra.Tools.Commands;
using Iskra.Tools.Loading;

namespace Iskra.Tests.Tools.Loading;

public sealed class LoadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Percentiles_are_right_to_three_per_cent()
    {
        var histogram = new LatencyHistogram();
        for (var milliseconds = 1; milliseconds <= 1_000; milliseconds++)
        {
            histogram.Record(TimeSpan.FromMilliseconds(milliseconds));
        }

        Assert.InRange(histogram.Percentile(0.5).TotalMilliseconds, 500, 500 * 1.04);
        Assert.InRange(histogram.Percentile(0.99).TotalMilliseconds, 990, 1_000);
        Assert.Equal(1_000, histogram.Percentile(1).TotalMilliseconds);
        Assert.Equal(1_000, histogram.Max.TotalMilliseconds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1_000_000)]
    [InlineData(100_000_000_000)]
    public void A_single_latency_is_every_percentile(long microseconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMicroseconds(microseconds));

        Assert.Equal(microseconds, (long)histogram.Percentile(0.5).TotalMicroseconds);
    }

    [Fact]
    public void Without_latencies_a_percentile_is_zero() => Assert.Equal(TimeSpan.Zero, new LatencyHistogram().Percentile(0.99));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_request_of_a_run_is_answered(bool metrics)
    {
        await using var gateway = await FakeGateway.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var run = new LoadRun(new LoadSettings(gateway.Socket, null, 5, 50, TimeSpan.FromMinutes(5), metrics, ["pulse"]), TimeProvider.System);

        var running = run.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => running.IsCompleted || run.Result.Sent > 20, "requests are sent");
        await stop.CancelAsync();
        await running.Soon();

        Assert.Empty(run.Result.Errors);
        Assert.Equal(5, run.Result.Connecting.Count);
        Assert.True(run.Result.Sent > 20);
        Assert.Equal(run.Result.Sent, run.Result.Replies.Count);
    }

    [Fact]
    public async Task A_server_that_is_away_is_an_error_for_each_connection()
    {
        using var closed = new ClosedPort();
        var run = new LoadRun(new LoadSettings(new Uri($"ws://127.0.0.1:{closed.Number}/realtime"), null, 3, 10, TimeSpan.FromMilliseconds(100), false, []), TimeProvider.System);

        await run.RunAsync(Cancellation).Soon();

        Assert.Equal(3, run.Result.Errors.Values.Sum());
    }

    [Theory]
    [InlineData("ws://127.0.0.1:1/")]
    [InlineData("ws://[::1]:1/")]
    [InlineData("ws://localhost:1/")]
    public async Task This_host_may_be_loaded(string address) =>
        await LoadCommand.RequireOwnAsync(new Uri(address), owned: false, Cancellation);

    [Fact]
    public async Task Another_host_may_be_loaded_only_by_its_owner()
    {
        var other = new Uri("ws://192.0.2.1:1/");

        await Assert.ThrowsAsync<ToolException>(() => LoadCommand.RequireOwnAsync(other, owned: false, Cancellation));
        await LoadCommand.RequireOwnAsync(other, owned: true, Cancellation);
    }
}
