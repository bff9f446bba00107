namespace Iskra.Tests.Engine;

[Alias("test.stream")]
public interface IStreamGrain : IGrainWithStringKey
{
    [Alias("subscribe")]
    Task Subscribe(string stream, string journal);

    [Alias("subscribe-slowly")]
    Task SubscribeSlowly(string stream, string gate);

    [Alias("resume")]
    Task<int> Resume(string stream, string journal);

    [Alias("unsubscribe")]
    Task Unsubscribe(string stream);

    [Alias("publish")]
    Task Publish(string stream, int first, int count);
}
