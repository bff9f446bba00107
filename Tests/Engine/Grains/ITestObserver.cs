namespace Iskra.Tests.Engine;

[Alias("test.observer")]
public interface ITestObserver : IGrainObserver
{
    [Alias("heard")]
    Task<int> Heard(string text);
}
