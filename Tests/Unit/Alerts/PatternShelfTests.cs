using Iskra.Alerts;

namespace Iskra.Tests.Unit.Alerts;

public sealed class PatternShelfTests
{
    [Fact]
    public void The_same_expression_is_prepared_once_and_kept_as_long_as_somebody_uses_it()
    {
        var shelf = new PatternShelf();
        var first = shelf.Take("a+b");
        Assert.Same(first, shelf.Take("a+b"));
        Assert.True(shelf.Take("c+")("cc"));
        Assert.Equal(2, shelf.Count);
        shelf.Return("a+b");
        Assert.Same(first, shelf.Take("a+b"));
        shelf.Return("a+b");
        shelf.Return("a+b");
        shelf.Return("never taken");
        Assert.Equal(1, shelf.Count);
    }

    [Fact]
    public void Silences_share_their_expressions_and_leave_none_behind()
    {
        var book = new SilenceBook();
        for (var i = 0; i < 100; i++) book.Put(Silence(i, "sd[0-9]+5"));
        Assert.Equal(1, book.Patterns);
        book.Put(Silence(7, "sd[0-9]+6"));
        Assert.Equal(2, book.Patterns);
        for (var i = 0; i < 100; i++) book.Remove($"{i}");
        Assert.Equal((0, 0), (book.Count, book.Patterns));
    }

    private static Silence Silence(int id, string pattern) => new(
        $"{id}",
        [new LabelMatcher("device", MatchOperator.Regex, pattern), new LabelMatcher("job", MatchOperator.NotRegex, pattern)],
        BoardRig.Start,
        BoardRig.Start.AddHours(1),
        BoardRig.Start,
        "somebody",
        "a test");
}
