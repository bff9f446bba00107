using System.Collections.Immutable;
using System.Net;
using System.Text;
using Iskra.Channels;
using Iskra.Gateway.Security;
using Iskra.Gateway.Sessions;

namespace Iskra.Tests.Unit.Sessions;

public sealed class SessionRulesTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_circuit_opens_at_ten_failures_within_a_minute_and_tries_again_after_two()
    {
        var breaker = new CircuitBreaker();
        for (var i = 0; i < 9; i++)
        {
            Assert.False(breaker.Failed(Now));
        }

        Assert.True(breaker.TryEnter(Now, out _));
        Assert.True(breaker.Failed(Now.AddSeconds(59.9)));
        Assert.Equal(CircuitState.Open, breaker.State);
        var opened = Now.AddSeconds(59.9);
        Assert.False(breaker.TryEnter(opened.AddSeconds(119), out var retryAfter));
        Assert.Equal(1, retryAfter.TotalSeconds);
        Assert.True(breaker.TryEnter(opened.AddSeconds(120), out _));
        Assert.Equal(CircuitState.HalfOpen, breaker.State);
        Assert.False(breaker.TryEnter(opened.AddSeconds(121), out retryAfter));
        Assert.Equal(CircuitBreaker.TrialTime, retryAfter);
        breaker.Succeeded(opened.AddSeconds(121));
        Assert.Equal(CircuitState.Closed, breaker.State);
    }

    [Fact]
    public void A_failed_trial_opens_the_circuit_again_and_old_failures_do_not_count()
    {
        var breaker = new CircuitBreaker();
        for (var i = 0; i < 9; i++)
        {
            breaker.Failed(Now);
        }

        Assert.False(breaker.Failed(Now.AddSeconds(60)));
        for (var i = 0; i < 9; i++)
        {
            breaker.Failed(Now.AddSeconds(61));
        }

        Assert.Equal(CircuitState.Open, breaker.State);
        Assert.True(breaker.TryEnter(Now.AddSeconds(181), out _));
        Assert.True(breaker.Failed(Now.AddSeconds(182)));
        Assert.False(breaker.TryEnter(Now.AddSeconds(183), out _));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void The_circuit_stays_closed_while_some_calls_of_ten_seconds_are_answered(int answers, bool opens)
    {
        var breaker = new CircuitBreaker();
        for (var i = 0; i < answers; i++)
        {
            breaker.Succeeded(Now);
        }

        var opened = Enumerable.Range(0, CircuitBreaker.MaxFailures).Select(_ => breaker.Failed(Now.AddSeconds(9))).Any(isOpen => isOpen);
        Assert.Equal(opens, opened);
    }

    [Fact]
    public void What_was_answered_longer_ago_says_nothing_about_the_cluster_of_now()
    {
        var breaker = new CircuitBreaker();
        for (var i = 0; i < 100; i++)
        {
            breaker.Succeeded(Now);
        }

        Assert.DoesNotContain(true, Enumerable.Range(0, 99).Select(_ => breaker.Failed(Now.AddSeconds(9))));
        Assert.True(breaker.Failed(Now.AddSeconds(10)));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void The_circuit_stays_closed_while_most_calls_of_a_minute_were_answered(int answers, bool opens)
    {
        var breaker = new CircuitBreaker();
        for (var i = 0; i < answers; i++)
        {
            breaker.Succeeded(Now);
        }

        var opened = Enumerable.Range(0, CircuitBreaker.MaxFailures).Select(_ => breaker.Failed(Now.AddSeconds(30))).Any(isOpen => isOpen);
        Assert.Equal(opens, opened);
    }

    [Fact]
    public void A_full_bucket_gives_its_burst_and_then_the_rate()
    {
        var bucket = new TokenBucket(400, 0);
        for (var i = 0; i < 400; i++)
        {
            Assert.Equal(0, bucket.Take(200, 400, 0));
        }

        Assert.Equal(0.005, bucket.Take(200, 400, 0), 6);
        Assert.Equal(0, bucket.Take(200, 400, 5));
        Assert.NotEqual(0, bucket.Take(200, 400, 5));
    }

    [Fact]
    public void Who_does_not_slow_down_is_noticed_and_who_does_is_forgiven()
    {
        var bucket = new TokenBucket(400, 0);
        for (var ms = 0; ms <= 10_000; ms++)
        {
            bucket.Take(200, 400, ms);
        }

        var overrun = bucket.OverrunMs(10_000);
        Assert.InRange(overrun, 7_000, 9_999);
        bucket.Take(200, 400, 12_000);
        Assert.Equal(0, bucket.OverrunMs(12_000));
    }

    [Fact]
    public void A_silent_connection_is_asked_three_times()
    {
        var rule = new HeartbeatRule(0);
        Assert.Equal(HeartbeatRule.Step.None, rule.Next(29_999, 30_000, 10_000));
        Assert.Equal(HeartbeatRule.Step.Ask, rule.Next(30_000, 30_000, 10_000));
        Assert.Equal(HeartbeatRule.Step.None, rule.Next(39_999, 30_000, 10_000));
        Assert.Equal(HeartbeatRule.Step.AskAgain, rule.Next(40_000, 30_000, 10_000));
        Assert.Equal(HeartbeatRule.Step.AskAgain, rule.Next(50_000, 30_000, 10_000));
        Assert.Equal(HeartbeatRule.Step.Dead, rule.Next(60_000, 30_000, 10_000));
    }

    [Fact]
    public void Any_sign_of_life_starts_the_silence_anew()
    {
        var rule = new HeartbeatRule(0);
        rule.Next(30_000, 30_000, 10_000);
        rule.Next(40_000, 30_000, 10_000);
        rule.Heard(41_000);
        Assert.Equal(0, rule.Missed);
        Assert.Equal(HeartbeatRule.Step.None, rule.Next(70_999, 30_000, 10_000));
        Assert.Equal(HeartbeatRule.Step.Ask, rule.Next(71_000, 30_000, 10_000));
    }

    [Fact]
    public void Connections_are_limited_in_all_and_by_address_and_loopback_is_exempt()
    {
        var limits = new ConnectionLimits(5, 2);
        var far = IPAddress.Parse("192.0.2.7");
        Assert.Null(limits.TryEnter(far));
        Assert.Null(limits.TryEnter(far));
        Assert.NotNull(limits.TryEnter(far));
        limits.Leave(far);
        Assert.Null(limits.TryEnter(far));
        Assert.Null(limits.TryEnter(IPAddress.Loopback));
        Assert.Null(limits.TryEnter(IPAddress.IPv6Loopback));
        Assert.Null(limits.TryEnter(IPAddress.Loopback.MapToIPv6()));
        Assert.Equal(5, limits.Count);
        Assert.NotNull(limits.TryEnter(null));
    }

    [Fact]
    public void Session_ids_are_long_and_different()
    {
        var ids = Enumerable.Range(0, 1_000).Select(static _ => SessionId.Create()).ToHashSet();
        Assert.Equal(1_000, ids.Count);
        Assert.All(ids, static id => Assert.True(SessionId.IsValid(id)));
        Assert.False(SessionId.IsValid("../../etc/passwd"));
        Assert.False(SessionId.IsValid(new string('+', SessionId.Length)));
        Assert.False(SessionId.IsValid(null));
    }

    [Theory]
    [InlineData("alerts", true, true, true)]
    [InlineData("user/7", false, true, false)]
    [InlineData("user/8", false, false, false)]
    [InlineData("chat/general", false, true, true)]
    [InlineData("voice/general", false, true, true)]
    public void A_channel_may_be_read_by_whom_it_is_for(string channel, bool anonymous, bool user, bool machine)
    {
        Assert.Equal(anonymous, AccessRules.CheckRead(Caller.Anonymous, channel, isTokenRequired: false) is null);
        Assert.Equal(user, AccessRules.CheckRead(new Caller { User = UserId.Of(7) }, channel, isTokenRequired: false) is null);
        Assert.Equal(machine, AccessRules.CheckRead(new Caller { IsMachine = true }, channel, isTokenRequired: false) is null);
    }

    [Fact]
    public void A_required_token_closes_everything_and_a_claim_limits_chat_and_voice()
    {
        Assert.NotNull(AccessRules.CheckRead(Caller.Anonymous, "alerts", isTokenRequired: true));
        var caller = new Caller { User = UserId.Of("ann"), Channels = ImmutableHashSet.Create("general") };
        Assert.Null(AccessRules.CheckRead(caller, "chat/general", isTokenRequired: true));
        Assert.NotNull(AccessRules.CheckRead(caller, "chat/other", isTokenRequired: true));
        Assert.Null(AccessRules.CheckRead(caller, "alerts", isTokenRequired: true));
    }

    [Theory]
    [InlineData("room/a", true)]
    [InlineData("log/a", true)]
    [InlineData("alerts", false)]
    [InlineData("clarity", false)]
    public void Only_rooms_and_logs_are_open_for_publishing(string channel, bool isOpen)
    {
        Assert.NotNull(AccessRules.CheckPublish(Caller.Anonymous, channel));
        Assert.Equal(isOpen, AccessRules.CheckPublish(new Caller { User = UserId.Of(7) }, channel) is null);
    }

    [Fact]
    public void A_history_reply_holds_the_newest_that_fit_and_says_that_there_are_more()
    {
        var events = Enumerable.Range(1, 10)
            .Select(static seq => new ChannelEvent(seq, 0, new EventDraft($"{seq}", "message", 0, "test", Encoding.UTF8.GetBytes($"\"{new string('x', 900)}\""))))
            .ToImmutableArray();
        var page = new ChannelPage("a", 10, true, events, false);
        var (all, isCut) = HistoryPage.Of("log/x", page, 100_000);
        Assert.Equal((10, false), (all.Count, isCut));
        (var some, isCut) = HistoryPage.Of("log/x", page, 3_500);
        Assert.True(isCut);
        Assert.Contains("\"seq\":10", Encoding.UTF8.GetString(some[^1].Span), StringComparison.Ordinal);
        Assert.Equal(3, some.Count);
        Assert.Single(HistoryPage.Of("log/x", page, 10).Events);
    }

    [Fact]
    public async Task Requests_are_handled_in_order_and_bounded()
    {
        var queue = new FrameQueue();
        var first = new TaskCompletionSource();
        var order = new List<int>();
        Assert.True(queue.TryAdd(async () =>
        {
            await first.Task;
            order.Add(0);
        }));
        for (var i = 1; i <= FrameQueue.MaxFrames; i++)
        {
            var number = i;
            Assert.True(queue.TryAdd(() =>
            {
                order.Add(number);
                return Task.CompletedTask;
            }));
        }

        Assert.False(queue.TryAdd(static () => Task.CompletedTask));
        await Assert.ThrowsAsync<RefusedException>(() => queue.RunInTurnAsync(static () => Task.CompletedTask));
        first.SetResult();
        await queue.RunInTurnAsync(static () => Task.CompletedTask).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, FrameQueue.MaxFrames + 1), order);
    }
}
