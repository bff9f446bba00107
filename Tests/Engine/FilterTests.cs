using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Engine;

public sealed class FilterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Filters_see_calls_before_and_after_the_grain()
    {
        var filter = new RecordingFilter();
        await using var engine = await TestEngine.StartAsync(new TestEngineOptions
        {
            Services = services => services.AddSingleton<IIncomingGrainCallFilter>(filter).AddSingleton<IOutgoingGrainCallFilter>(filter),
        });
        var grain = engine.Client.GetGrain<ICallGrain>(1);
        Assert.Equal(84, await grain.Twice(21));
        Assert.Contains("in Twice(1)", filter.Calls);
        await Assert.ThrowsAsync<RefusedException>(() => grain.RelayRefusal(engine.Client.GetGrain<ICallGrain>(2)).WaitAsync(Patience));
        Assert.Contains("out Refuse", filter.Calls);
        Assert.Contains("in Refuse(0)", filter.Calls);
    }
}
