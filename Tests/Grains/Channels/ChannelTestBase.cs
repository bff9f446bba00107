using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Tests.Grains.Channels;

/// <summary>What the tests of the channel grain share.</summary>
public abstract class ChannelTestBase
{
    protected ChannelTestBase(ChannelFixture fixture, string prefix)
    {
        Assert.SkipUnless(fixture.IsSupported, "The embedded engine is one process: there is no second silo.");
        Fixture = fixture;
        Channel = prefix + Guid.NewGuid().ToString("n");
    }

    protected ChannelFixture Fixture { get; }

    protected FakeEventLog Log => Fixture.Log;

    protected string Channel { get; }

    protected IChannelGrain Grain => GrainOf(Channel);

    protected IChannelGrain GrainOf(string channel) => Fixture.Engine.Client.GetGrain<IChannelGrain>(channel);

    protected Task<AppendResult> AppendAsync(params IEnumerable<string> ids) => Grain.Append(Drafts.Of(ids)).InTime();

    /// <summary>Repeats an append as a caller does who is told that he may.</summary>
    protected async Task<AppendResult> AppendAgainAsync(ImmutableArray<EventDraft> drafts)
    {
        using var bound = new CancellationTokenSource(BoundedWait.Bound);
        while (true)
        {
            try
            {
                return await Grain.Append(drafts).WaitAsync(bound.Token);
            }
            catch (RefusedException refused) when (refused.Code == ErrorCode.Overloaded)
            {
                await Task.Yield();
            }
        }
    }

    protected async Task RefusedAsync(Task call, string code, double? retryAfter)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => call.InTime());
        Assert.Equal(code, refused.Code);
        Assert.Equal(retryAfter, refused.RetryAfterSeconds);
    }

    /// <summary>Attaches as a gateway.</summary>
    protected Task<ChannelPosition> AttachAsync(string gateway, Follower follower) => Grain.Attach(gateway, ReferenceTo(follower)).InTime();

    /// <summary>How the cluster calls a follower; another reference each time.</summary>
    protected IChannelReceiver ReferenceTo(Follower follower)
    {
        Fixture.Hold(follower);
        return Fixture.Engine.Client.CreateObjectReference<IChannelReceiver>(follower);
    }

    /// <summary>Waits until so many events have been delivered.</summary>
    protected static Task ReachAsync(Follower follower, int count) =>
        Eventually.TrueAsync(() => follower.Events.Count >= count, $"{count} events are delivered");

    protected IEnumerable<string> Stored() => Log.Events(Channel).Select(e => e.Draft.Id);
}
