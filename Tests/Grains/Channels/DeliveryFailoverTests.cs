using Iskra.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Grains.Channels;

/// <summary>What gateways get when the silo of a channel has died.</summary>
public sealed class DeliveryFailoverTests : IAsyncLifetime
{
    private const int Channels = 20;

    /// <summary>The others notice that a silo has died by calls that it does not answer; on a busy machine that takes its time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeEventLog _log = new();
    private readonly Follower[] _followers = [.. Enumerable.Range(0, Channels).Select(static _ => new Follower())];
    private TestEngine? _engine;

    public async ValueTask InitializeAsync()
    {
        if (TestEngine.MaxSilos > 1)
        {
            _engine = await TestEngine.StartAsync(new TestEngineOptions { Silos = 2, Services = AddServices, ResponseTimeout = TimeSpan.FromSeconds(2) });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_gateway_that_renews_gets_events_again_when_the_silo_of_a_channel_has_died()
    {
        Assert.SkipWhen(_engine is null, "The embedded engine is one process: there is no second silo.");
        var receivers = _followers.Select(f => _engine.Client.CreateObjectReference<IChannelReceiver>(f)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Channels).Select(i => FollowUntilAsync(i, receivers[i], 1)));

        await _engine.KillSiloAsync(1);

        await Task.WhenAll(Enumerable.Range(0, Channels).Select(i => FollowUntilAsync(i, receivers[i], _log.Events(Name(i)).Length + 1)));
        for (var i = 0; i < Channels; i++)
        {
            // The gateway fetches what is missing; what it was given is what the log has.
            var stored = _log.Events(Name(i)).ToDictionary(e => e.Seq, e => e.Draft.Id);
            Assert.All(_followers[i].Events, e => Assert.Equal(stored[e.Seq], e.Draft.Id));
        }
    }

    private static string Name(int channel) => $"log/failover-{channel}";

    /// <summary>Renews and appends, as often as it takes, until an event with this number or a later one was delivered.</summary>
    private async Task FollowUntilAsync(int channel, IChannelReceiver receiver, long seq)
    {
        var grain = _engine!.Client.GetGrain<IChannelGrain>(Name(channel));
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await grain.Attach("g", receiver);
                    await grain.Append(Drafts.Of(Guid.NewGuid().ToString("n")));
                }
                catch (Exception exception) when (exception is OrleansException or TimeoutException or RefusedException)
                {
                    // The silo has died; the next call finds the grain elsewhere.
                }

                return _followers[channel].Events.Any(e => e.Seq >= seq);
            },
            $"channel {channel} delivers event {seq}",
            Patience);
    }

    private void AddServices(IServiceCollection services)
    {
        services.AddSingleton<IEventLog>(_log);
        services.AddIskraChannels();
    }
}
