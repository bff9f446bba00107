using Orleans.Streams;
using Orleans.Streams.Core;

namespace Iskra.Tests.Engine;

/// <summary>Receives the events of every stream in its namespace whose key is its own.</summary>
[ImplicitStreamSubscription(Namespace)]
public sealed class ImplicitGrain : Grain, IImplicitGrain, IStreamSubscriptionObserver
{
    public const string Namespace = "test-implicit";

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<int>().ResumeAsync((item, _) =>
        {
            Journal.Write(this.GetPrimaryKeyString(), $"{item}");
            return Task.CompletedTask;
        });

    public Task<int> Heard() => Task.FromResult(Journal.Read(this.GetPrimaryKeyString()).Length);
}
