using Iskra.Gateway.Hosting;
using Iskra.Gateway.Sessions;
using Iskra.Silo.Hosting;

namespace Iskra.Tests.Unit.Sessions;

/// <summary>Calls to the cluster while silos come and go.</summary>
public sealed class ClusterCallsTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly ClusterPresence _presence;
    private readonly ClusterCalls _calls;

    public ClusterCallsTests()
    {
        _presence = new ClusterPresence(isReached: true, _time);
        _calls = new ClusterCalls(new GatewayOptions(), _time, _presence);
    }

    public void Dispose() => _presence.Dispose();

    [Fact]
    public async Task A_call_that_was_under_way_when_a_silo_went_ends_soon_and_may_be_made_again()
    {
        var call = _calls.CallAsync(static () => new TaskCompletionSource<int>().Task);
        _presence.SiloLeft();
        _time.Advance(ClusterPresence.Grace - TimeSpan.FromTicks(1));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => call.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(ErrorCode.Overloaded, refused.Code);
    }

    [Fact]
    public async Task A_call_that_another_silo_answers_meanwhile_is_not_disturbed()
    {
        var answer = new TaskCompletionSource<int>();
        var call = _calls.CallAsync(() => answer.Task);
        _presence.SiloLeft();
        answer.SetResult(7);
        _time.Advance(ClusterPresence.Grace * 2);
        Assert.Equal(7, await call);
    }

    [Fact]
    public async Task A_call_that_is_made_after_a_silo_went_has_its_full_time()
    {
        _presence.SiloLeft();
        var call = _calls.CallAsync(static () => new TaskCompletionSource<int>().Task);
        _time.Advance(TimeSpan.FromMilliseconds(new GatewayOptions().RequestTimeoutMs - 1));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => call.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(ErrorCode.Timeout, refused.Code);
    }

    [Fact]
    public async Task Every_silo_that_goes_takes_only_the_calls_made_before_it_went()
    {
        _presence.SiloLeft();
        var between = _calls.CallAsync(static () => new TaskCompletionSource<int>().Task);
        _time.Advance(ClusterPresence.Grace);
        Assert.False(between.IsCompleted);
        _presence.SiloLeft();
        _time.Advance(ClusterPresence.Grace);
        await Assert.ThrowsAsync<RefusedException>(() => between.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_call_that_a_stopping_silo_sent_back_is_made_again_where_it_is_taken()
    {
        var made = 0;
        var call = SendingBack().CallAsync(() => ++made < 4 ? Task.FromException<int>(new InvalidTimeZoneException()) : Task.FromResult(made));
        await AdvanceUntilAsync(call);
        Assert.Equal(4, await call);
    }

    [Fact]
    public async Task A_call_that_is_sent_back_again_and_again_is_given_up()
    {
        var made = 0;
        var call = SendingBack().CallAsync(() =>
        {
            made++;
            return Task.FromException<int>(new InvalidTimeZoneException());
        });
        await AdvanceUntilAsync(call);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => call);
        Assert.Equal(ClusterCalls.MaxAttempts, made);
    }

    [Fact]
    public async Task A_call_that_failed_in_another_way_is_not_made_again()
    {
        var made = 0;
        await Assert.ThrowsAsync<NotSupportedException>(() => SendingBack().CallAsync(() =>
        {
            made++;
            return Task.FromException<int>(new NotSupportedException());
        }));
        Assert.Equal(1, made);
    }

    private ClusterCalls SendingBack() => new(new GatewayOptions(), _time, _presence, static problem => problem is InvalidTimeZoneException);

    private Task AdvanceUntilAsync(Task call) => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            return call.IsCompleted;
        },
        "the call ends");
}
