using FsCheck;
using FsCheck.Fluent;
using Iskra.Channels;
using Microsoft.Extensions.Logging.Abstractions;

namespace Iskra.Tests.Unit.Channels;

/// <summary>Whatever the order of appends, repeats, reads, faults and new activations: the numbers are contiguous and unique.</summary>
public sealed class ChannelProperties
{
    private const string Channel = "log/test";
    private const int Steps = 60;

    [Fact]
    public void A_live_channel_numbers_every_event_once_and_in_order() =>
        Prop.ForAll(Scripts(), script => RunLiveAsync(script).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_durable_channel_acknowledges_only_what_its_log_holds() =>
        Prop.ForAll(Scripts(), script => RunDurableAsync(script).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    // A step is a kind and an argument; ids are few, so that repeats are frequent.
    private static Arbitrary<(int Kind, int Argument)[]> Scripts() =>
        Gen.Zip(Gen.Choose(0, 9), Gen.Choose(0, 40)).ArrayOf(Steps).Select(steps => steps.Select(s => (s.Item1, s.Item2)).ToArray()).ToArbitrary();

    private static async Task<bool> RunLiveAsync((int Kind, int Argument)[] script)
    {
        var log = new LiveChannelLog("epoch", new SettableTime(), _ => { });
        var numbers = new Dictionary<string, long>();
        foreach (var (kind, argument) in script)
        {
            if (kind < 7)
            {
                Remember(numbers, Ids(kind, argument), await log.AppendAsync(Drafts.Of(Ids(kind, argument))));
            }
            else if (!await ContinuesAsync(log, argument))
            {
                return false;
            }
        }

        var all = await log.ReadAfterAsync(new ChannelPosition("epoch", 0), 1_000);
        return AreTheSame(all.Events, numbers);
    }

    private static async Task<bool> RunDurableAsync((int Kind, int Argument)[] script)
    {
        var store = new FakeEventLog();
        var log = NewLog(store);
        var numbers = new Dictionary<string, long>();
        foreach (var (kind, argument) in script)
        {
            switch (kind)
            {
                case < 5:
                    log = await TryAppendAsync(store, log, numbers, Ids(kind, argument));
                    break;
                case 5:
                    store.FailAppends(argument % 2 == 0 ? AppendFault.LoseAnswer : AppendFault.LoseRequest);
                    break;
                case 6:
                    store.AreReadsAway = argument % 2 == 0;
                    break;
                case 7:
                    log = NewLog(store);
                    break;
                case 8:
                    store.WriteAsAnother(Channel, Drafts.One($"foreign{store.Head(Channel).Seq}"));
                    break;
                default:
                    if (!store.AreReadsAway && !await ContinuesAsync(log, argument))
                    {
                        return false;
                    }

                    break;
            }
        }

        var events = store.Events(Channel);
        var isContiguous = events.Select(e => e.Seq).SequenceEqual(Enumerable.Range(1, events.Length).Select(i => (long)i));
        return isContiguous
            && events.Select(e => e.Draft.Id).Distinct().Count() == events.Length
            && numbers.All(n => events[(int)n.Value - 1].Draft.Id == n.Key);
    }

    private static async Task<DurableChannelLog> TryAppendAsync(
        FakeEventLog store, DurableChannelLog log, Dictionary<string, long> numbers, string[] ids)
    {
        try
        {
            Remember(numbers, ids, await log.AppendAsync(Drafts.Of(ids)));
            return log;
        }
        catch (RefusedException refused)
        {
            return refused.RetryAfterSeconds < 1 ? NewLog(store) : log;
        }
    }

    private static void Remember(Dictionary<string, long> numbers, string[] ids, AppendResult result)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            Assert.True(numbers.TryAdd(ids[i], result.Seqs[i]) || numbers[ids[i]] == result.Seqs[i], $"{ids[i]} has two numbers.");
        }
    }

    private static async Task<bool> ContinuesAsync(IChannelLog log, int afterSeq)
    {
        var epoch = (await log.OpenAsync()).Epoch;
        try
        {
            var page = await log.ReadAfterAsync(new ChannelPosition(epoch, afterSeq), 7);
            var expected = Enumerable.Range(afterSeq + 1, page.Events.Length).Select(i => (long)i);
            return page.Recovered == (afterSeq <= page.HeadSeq)
                && page.Events.Select(e => e.Seq).SequenceEqual(expected)
                && page.HasMore == (page.Recovered && afterSeq + page.Events.Length < page.HeadSeq);
        }
        catch (RefusedException)
        {
            // Only a log that another activation has written refuses here; it answers nothing false.
            return log is DurableChannelLog;
        }
    }

    private static bool AreTheSame(IReadOnlyList<ChannelEvent> events, Dictionary<string, long> numbers) =>
        events.Count == numbers.Count
        && Enumerable.Range(0, events.Count).All(i => events[i].Seq == i + 1 && numbers[events[i].Draft.Id] == i + 1);

    private static string[] Ids(int count, int first) => [.. Enumerable.Range(first, count + 1).Select(i => $"e{i}")];

    private static DurableChannelLog NewLog(FakeEventLog store) =>
        new(Channel, store, new SettableTime(), new FakeOwner(), NullLogger.Instance);
}
