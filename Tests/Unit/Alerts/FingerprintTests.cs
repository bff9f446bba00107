using Iskra.Alerts;

namespace Iskra.Tests.Unit.Alerts;

public sealed class FingerprintTests
{
    [Fact]
    public void It_equals_that_of_the_alertmanager()
    {
        Assert.Equal("ac341a92465647c1", Fingerprint.Of(LabelSet.Of(("team", "db"), ("alertname", "DiskFull"), ("severity", "page"))));
        Assert.Equal("a7a03b18d3da5165", Fingerprint.Of(LabelSet.Of(("u", "é☃"))));
        Assert.Equal("cbf29ce484222325", Fingerprint.Of(LabelSet.Empty));
    }

    [Fact]
    public void An_empty_label_is_none() =>
        Assert.Equal(Fingerprint.Of(LabelSet.Of(("a", "b"))), Fingerprint.Of(LabelSet.Of(("a", "b"), ("c", ""))));

    [Fact]
    public void A_long_value_is_hashed_whole()
    {
        var one = Fingerprint.Of(LabelSet.Of(("a", new string('x', 10_000) + "1")));
        Assert.NotEqual(one, Fingerprint.Of(LabelSet.Of(("a", new string('x', 10_000) + "2"))));
        Assert.True(Fingerprint.IsValid(one));
        Assert.False(Fingerprint.IsValid(one.ToUpperInvariant() + "g"));
    }

    [Theory]
    [InlineData("P0", "", "P0")]
    [InlineData("P2", "critical", "P2")]
    [InlineData("high", "page", "P0")]
    [InlineData("", "critical", "P0")]
    [InlineData("", "warning", "P1")]
    [InlineData("", "error", "P1")]
    [InlineData("", "info", "P2")]
    [InlineData("", "", "P2")]
    public void The_priority_follows_from_the_labels(string priority, string severity, string expected) =>
        Assert.Equal(expected, AlertPriority.Of(LabelSet.Of(("priority", priority), ("severity", severity))));
}
