namespace Iskra.Tests.Engine;

[Alias("test.reminder")]
public interface IReminderGrain : IGrainWithStringKey
{
    [Alias("register")]
    Task Register(string name, TimeSpan due, TimeSpan period);

    [Alias("cancel")]
    Task Cancel(string name);

    [Alias("has")]
    Task<bool> Has(string name);
}
