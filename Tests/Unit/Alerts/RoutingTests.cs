using Iskra.Alerts;

namespace Iskra.Tests.Unit.Alerts;

public sealed class RoutingTests
{
    private static Route Node(string receiver, string matchers, bool isContinued = false, params Route[] routes) => new()
    {
        Key = receiver,
        Receiver = receiver,
        Matchers = new MatcherSet(MatcherParser.ParseList(matchers)),
        Continue = isContinued,
        Routes = [.. routes],
    };

    [Fact]
    public void The_first_route_that_matches_takes_it_unless_it_continues()
    {
        var root = Node("root", "", false, Node("a", "team=a", true), Node("b", "severity=page", false, Node("b1", "team=a")), Node("c", "team=a"));
        Assert.Equal(["a", "b1"], root.Match(LabelSet.Of(("team", "a"), ("severity", "page"))).Select(route => route.Receiver));
        Assert.Equal(["b"], root.Match(LabelSet.Of(("team", "x"), ("severity", "page"))).Select(route => route.Receiver));
        Assert.Equal(["a", "c"], root.Match(LabelSet.Of(("team", "a"))).Select(route => route.Receiver));
        Assert.Equal(["root"], root.Match(LabelSet.Of(("team", "x"))).Select(route => route.Receiver));
        Assert.Equal(5, root.All.Count());
    }

    [Fact]
    public void Labels_that_are_missing_are_left_out_of_the_group()
    {
        var labels = LabelSet.Of(("a", "1"), ("b", "2"));
        Assert.Equal(LabelSet.Of(("a", "1")), new Route { Key = "k", Receiver = "r", GroupBy = ["a", "c"] }.GroupOf(labels));
        Assert.Equal(labels, new Route { Key = "k", Receiver = "r", GroupBy = null }.GroupOf(labels));
        Assert.Equal(LabelSet.Empty, new Route { Key = "k", Receiver = "r" }.GroupOf(labels));
    }

    [Fact]
    public void A_time_interval_restricts_by_all_that_it_names()
    {
        var office = new TimeInterval
        {
            Times = [new ClockRange(9 * 60, 17 * 60)],
            Weekdays = [new NumberRange(1, 5)],
            Months = [new NumberRange(1, 3)],
            Zone = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromHours(2), "x", "x"),
        };
        var monday = new DateTimeOffset(2030, 1, 7, 0, 0, 0, TimeSpan.Zero);
        Assert.False(office.Contains(monday.AddHours(6.99)));
        Assert.True(office.Contains(monday.AddHours(7)));
        Assert.True(office.Contains(monday.AddHours(14.99)));
        Assert.False(office.Contains(monday.AddHours(15)));
        Assert.False(office.Contains(monday.AddDays(5).AddHours(10)));
        Assert.False(office.Contains(monday.AddMonths(4).AddHours(10)));
    }

    [Theory]
    [InlineData(1, 5, 5, 28, true)]
    [InlineData(-3, -1, 26, 28, true)]
    [InlineData(-3, -1, 25, 28, false)]
    [InlineData(29, 31, 28, 28, false)]
    [InlineData(1, -1, 28, 28, true)]
    public void Days_of_the_month_count_from_either_end(int begin, int end, int day, int days, bool isWithin) =>
        Assert.Equal(isWithin, new NumberRange(begin, end).ContainsDay(day, days));
}
