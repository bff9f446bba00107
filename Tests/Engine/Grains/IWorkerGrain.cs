namespace Iskra.Tests.Engine;

[Alias("test.worker")]
public interface IWorkerGrain : IGrainWithIntegerKey
{
    [Alias("work")]
    Task<string> Work(string gate);

    [Alias("quick")]
    Task<string> Quick();
}
