namespace Iskra.Tests.Engine;

[Alias("test.implicit")]
public interface IImplicitGrain : IGrainWithStringKey
{
    [Alias("heard")]
    Task<int> Heard();
}
