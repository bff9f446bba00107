namespace Iskra.Tests.Engine;

[Alias("test.predicate")]
public interface IPredicateGrain : IGrainWithStringKey
{
    [Alias("wait")]
    Task Wait(string gate);

    [Alias("note")]
    Task Note(string journal, string entry);
}
