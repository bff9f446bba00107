using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

public sealed class GatewayLeasesTests
{
    private const long SecondUs = 1_000_000;

    [Fact]
    public void A_gateway_counts_for_15_seconds()
    {
        var leases = new GatewayLeases();
        Assert.False(leases.Any(0));

        leases.TryAttach("a", 0);
        Assert.True(leases.Any((15 * SecondUs) - 1));
        Assert.False(leases.Any(15 * SecondUs));
    }

    [Fact]
    public void Each_gateway_is_attached_for_its_own_lease()
    {
        var leases = new GatewayLeases();
        leases.TryAttach("a", 0);
        leases.TryAttach("b", SecondUs);

        Assert.True(leases.IsAttached("a", (15 * SecondUs) - 1));
        Assert.False(leases.IsAttached("a", 15 * SecondUs));
        Assert.True(leases.IsAttached("b", 15 * SecondUs));
        Assert.False(leases.IsAttached("c", 0));
    }

    [Fact]
    public void Saying_it_again_renews_the_lease()
    {
        var leases = new GatewayLeases();
        leases.TryAttach("a", 0);
        leases.TryAttach("a", 3 * SecondUs);

        Assert.Equal(1, leases.Count);
        Assert.True(leases.Any((18 * SecondUs) - 1));
        Assert.False(leases.Any(18 * SecondUs));
    }

    [Fact]
    public void A_gateway_that_detaches_counts_no_more_and_the_others_do()
    {
        var leases = new GatewayLeases();
        leases.TryAttach("a", 0);
        leases.TryAttach("b", SecondUs);

        leases.Detach("b", 2 * SecondUs);
        Assert.True(leases.Any((15 * SecondUs) - 1));
        Assert.False(leases.Any(15 * SecondUs));

        leases.Detach("a", 2 * SecondUs);
        Assert.False(leases.Any(2 * SecondUs));
        leases.Detach("never there", 2 * SecondUs);
        Assert.Equal(0, leases.Count);
    }

    [Fact]
    public void One_thousand_gateways_can_be_attached_and_one_more_when_a_lease_has_run_out()
    {
        var leases = new GatewayLeases();
        for (var i = 0; i < GatewayLeases.MaxGateways; i++)
        {
            Assert.True(leases.TryAttach($"g{i}", i == 0 ? 0 : SecondUs));
        }

        Assert.False(leases.TryAttach("over", 2 * SecondUs));
        Assert.True(leases.TryAttach("g7", 2 * SecondUs));
        Assert.True(leases.TryAttach("over", 15 * SecondUs));
        Assert.Equal(GatewayLeases.MaxGateways, leases.Count);
    }
}
