using System.Globalization;
using Iskra.Gateway.Api;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Unit.Observability;

namespace Iskra.Tests.Unit.Api;

public sealed class MessageRatesTests
{
    private readonly SettableClock _time = new();

    [Fact]
    public void A_burst_passes_and_then_the_sustained_rate()
    {
        var rates = new MessageRates(new GatewayOptions(), _time);
        Assert.Equal(0, rates.Take("ann", 400));
        Assert.True(rates.Take("ann", 1) > 0);
        Assert.Equal(0, rates.Take("bob", 1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, rates.Take("ann", 200));
        Assert.True(rates.Take("ann", 1) > 0);
    }

    [Fact]
    public void What_does_not_pass_whole_takes_nothing()
    {
        var rates = new MessageRates(new GatewayOptions(), _time);
        Assert.Equal(0, rates.Take("ann", 350));
        Assert.True(rates.Take("ann", 51) > 0);
        Assert.Equal(0, rates.Take("ann", 50));
    }

    [Fact]
    public void Beyond_the_bound_the_one_that_was_silent_longest_is_forgotten()
    {
        var rates = new MessageRates(new GatewayOptions { MessageBurst = 1 }, _time);
        for (var i = 0; i < MessageRates.MaxSenders; i++) rates.Take(i.ToString(CultureInfo.InvariantCulture), 1);
        Assert.True(rates.Take("0", 1) > 0);
        rates.Take("new", 1);
        Assert.True(rates.Take("0", 1) > 0);
        Assert.Equal(0, rates.Take("1", 1));
    }
}
