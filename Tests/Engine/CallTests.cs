namespace Iskra.Tests.Engine;

public sealed class CallTests(Engines engines)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory, OnClusters]
    public async Task A_refusal_reaches_the_caller_with_its_members(Cluster cluster)
    {
        var client = (await engines.OfAsync(cluster)).Client;
        var refused = await Assert.ThrowsAsync<RefusedException>(() => client.GetGrain<ICallGrain>(1).Refuse().WaitAsync(Patience));
        Assert.Equal("Too much at once.", refused.Message);
        Assert.Equal(ErrorCode.Overloaded, refused.Code);
        Assert.Equal(2.5, refused.RetryAfterSeconds);
        Assert.Equal("samples", refused.Field);
    }

    [Theory, OnClusters]
    public async Task A_refusal_crosses_two_calls_unwrapped(Cluster cluster)
    {
        var client = (await engines.OfAsync(cluster)).Client;
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => client.GetGrain<ICallGrain>(2).RelayRefusal(client.GetGrain<ICallGrain>(3)).WaitAsync(Patience));
        Assert.Equal(ErrorCode.Overloaded, refused.Code);
    }

    [Theory, OnClusters]
    public async Task An_exception_before_the_first_await_reaches_the_caller(Cluster cluster)
    {
        var client = (await engines.OfAsync(cluster)).Client;
        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => client.GetGrain<ICallGrain>(4).ThrowAtOnce().WaitAsync(Patience));
        Assert.Equal("before the first await", thrown.Message);
        Assert.Equal(4, await client.GetGrain<ICallGrain>(4).Key().WaitAsync(Patience));
    }

    [Theory, OnClusters]
    public async Task Values_keys_and_nulls_cross_calls(Cluster cluster)
    {
        var client = (await engines.OfAsync(cluster)).Client;
        Assert.Equal(-5, await client.GetGrain<ICallGrain>(-5).Key().WaitAsync(Patience));
        Assert.Equal(long.MaxValue, await client.GetGrain<ICallGrain>(long.MaxValue).Key().WaitAsync(Patience));
        Assert.Equal(42, await client.GetGrain<ICallGrain>(5).Twice(21));
        Assert.Null(await client.GetGrain<ICallGrain>(5).Echo(null).WaitAsync(Patience));
        Assert.Equal("Искра", await client.GetGrain<ICallGrain>(5).Echo("Искра").WaitAsync(Patience));
    }

    [Theory, OnClusters]
    public async Task A_cancelled_call_ends_for_the_caller_and_for_the_grain(Cluster cluster)
    {
        var client = (await engines.OfAsync(cluster)).Client;
        var journal = Gates.NewName();
        using var cancellation = new CancellationTokenSource();
        var call = client.GetGrain<ICallGrain>(6).WaitForCancellation(journal, cancellation.Token);
        await Journal.ReadAsync(journal, 1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
        Assert.Equal(["waiting", "cancelled"], await Journal.ReadAsync(journal, 2));
    }

    [Theory, OnClusters]
    public async Task A_call_with_a_cancelled_token_does_not_reach_the_grain(Cluster cluster)
    {
        var client = (await engines.OfAsync(cluster)).Client;
        var journal = Gates.NewName();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.GetGrain<ICallGrain>(7).WaitForCancellation(journal, new CancellationToken(true)).WaitAsync(Patience));
        await client.GetGrain<ICallGrain>(7).Key().WaitAsync(Patience);
        Assert.Empty(Journal.Read(journal));
    }

    [Theory, OnClusters]
    public async Task A_one_way_call_arrives_and_its_failure_stays_there(Cluster cluster)
    {
        var client = (await engines.OfAsync(cluster)).Client;
        var journal = Gates.NewName();
        await client.GetGrain<ICallGrain>(8).FailOneWay().WaitAsync(Patience);
        await client.GetGrain<ICallGrain>(8).NoteOneWay(journal, "arrived").WaitAsync(Patience);
        Assert.Equal(["arrived"], await Journal.ReadAsync(journal, 1));
    }

    [Theory, OnClusters]
    public async Task Values_of_the_request_context_travel_with_calls_and_changes_do_not_come_back(Cluster cluster)
    {
        var client = (await engines.OfAsync(cluster)).Client;
        RequestContext.Set("trace", "7");
        Assert.Equal("7", await client.GetGrain<ICallGrain>(9).ContextValueOf("trace", client.GetGrain<ICallGrain>(10)).WaitAsync(Patience));
        Assert.Equal("7", RequestContext.Get("trace"));
        RequestContext.Remove("trace");
        Assert.Null(await client.GetGrain<ICallGrain>(9).ContextValue("trace").WaitAsync(Patience));
    }

    [Theory, OnClusters]
    public async Task Observers_are_called_by_grains_one_call_at_a_time(Cluster cluster)
    {
        var client = (await engines.OfAsync(cluster)).Client;
        var journal = Gates.NewName();
        var observer = new TestObserver(journal);
        var reference = client.CreateObjectReference<ITestObserver>(observer);
        var overlaps = await Task.WhenAll(
            Enumerable.Range(20, 20).Select(key => client.GetGrain<ICallGrain>(key).Tell(reference, $"{key}"))).WaitAsync(Patience);
        Assert.Equal(20, Journal.Read(journal).Length);
        Assert.All(overlaps, count => Assert.Equal(0, count));
        client.DeleteObjectReference<ITestObserver>(reference);
        GC.KeepAlive(observer);
    }

    [Theory, OnClusters]
    public async Task A_stateless_worker_works_on_as_many_calls_as_it_may(Cluster cluster)
    {
        var client = (await engines.OfAsync(cluster)).Client;
        var worker = client.GetGrain<IWorkerGrain>(Random.Shared.NextInt64());
        var (first, second) = (Gates.NewName(), Gates.NewName());
        var one = worker.Work(first);
        var two = worker.Work(second);
        await Task.WhenAll(Gates.EnteredAsync(first), Gates.EnteredAsync(second));
        Gates.Open(first);
        Gates.Open(second);
        Assert.NotEqual(await one.WaitAsync(Patience), await two.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_caller_gives_up_when_the_answer_does_not_come_in_time()
    {
        await using var engine = await TestEngine.StartAsync(new TestEngineOptions { ResponseTimeout = TimeSpan.FromSeconds(5) });
        var call = engine.Client.GetGrain<ICallGrain>(1).Never();
        await Eventually.TrueAsync(() => call.IsCompleted, "the caller gives up", 3 * Patience);
        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }
}
