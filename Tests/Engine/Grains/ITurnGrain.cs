using Orleans.Concurrency;

namespace Iskra.Tests.Engine;

[Alias("test.turn")]
public interface ITurnGrain : IGrainWithStringKey
{
    [Alias("wait")]
    Task Wait(string gate);

    [Alias("note")]
    Task Note(string journal, string entry);

    [Alias("count")]
    Task<int> Count();

    [Alias("overlaps")]
    Task<int> WorkAndCountOverlaps(int steps);

    [AlwaysInterleave]
    [Alias("always-note")]
    Task AlwaysNote(string journal, string entry);

    [ReadOnly]
    [Alias("read-wait")]
    Task ReadWait(string gate);

    [ReadOnly]
    [Alias("read")]
    Task<int> Read();

    [Alias("on-scheduler")]
    Task<bool> StaysOnItsScheduler();

    [Alias("recurse")]
    Task<int> CallOther(string other);
}
