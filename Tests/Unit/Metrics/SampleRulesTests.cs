using System.Collections.Immutable;
using Iskra.Metrics;

namespace Iskra.Tests.Unit.Metrics;

public class SampleRulesTests
{
    private static readonly DateTimeOffset Now = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Good_samples_pass() => Assert.Null(First(Good("clarity", 0), Good("load", -1e300), Good("pain", 1)));

    [Fact]
    public void The_first_bad_sample_is_the_one_that_is_named()
    {
        var fault = First(Good("clarity", 0.5), Good("chaos", 1.5), Good("trust", -1));
        Assert.Equal(new SampleFault(1, "invalid_field", "value", "The value of 'chaos' is 1.5; it must be 0 to 1."), fault);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_value_is_a_finite_number(double value) => AssertInvalid("value", First(Good("load", value)));

    [Theory]
    [InlineData("")]
    [InlineData("Clarity")]
    [InlineData("<b>")]
    [InlineData("9lives")]
    [InlineData("a b")]
    public void A_metric_name_is_checked(string name) => AssertInvalid("metric", First(Good(name, 0.5)));

    [Fact]
    public void A_metric_name_has_at_most_64_characters()
    {
        Assert.Null(First(Good(new string('a', 64), 1)));
        AssertInvalid("metric", First(Good(new string('a', 65), 1)));
    }

    [Fact]
    public void A_source_is_checked()
    {
        Assert.Null(First(Good("load", 1) with { Source = "node-1:9100/metrics@A" }));
        AssertInvalid("source", First(Good("load", 1) with { Source = "" }));
        AssertInvalid("source", First(Good("load", 1) with { Source = "a b" }));
        AssertInvalid("source", First(Good("load", 1) with { Source = new string('s', 65) }));
    }

    [Theory]
    [InlineData("connection_latency_ms")]
    [InlineData("availability_percent")]
    [InlineData("error_rate_percent")]
    public void What_Iskra_measures_itself_is_forbidden(string metric)
    {
        var fault = First(Good(metric, 1))!;
        Assert.Equal("forbidden", fault.Code);
        Assert.Null(fault.ToException("data[0].metric").Field);
    }

    [Fact]
    public void A_timestamp_lies_between_1970_and_a_day_ahead()
    {
        Assert.Null(First(Good("load", 1) with { Timestamp = DateTimeOffset.UnixEpoch }));
        Assert.Null(First(Good("load", 1) with { Timestamp = Now.AddHours(24) }));
        AssertInvalid("timestamp", First(Good("load", 1) with { Timestamp = DateTimeOffset.UnixEpoch.AddTicks(-1) }));
        AssertInvalid("timestamp", First(Good("load", 1) with { Timestamp = Now.AddHours(24).AddTicks(1) }));
    }

    [Fact]
    public void A_frame_holds_1_to_1000_samples()
    {
        var samples = Enumerable.Repeat(Good("load", 1), 1_001).ToArray();
        Assert.Null(SampleRules.FirstFault(samples.AsSpan(0, 1_000), SampleRules.MaxPerFrame, MetricDeclarations.Default, Now));
        var many = SampleRules.FirstFault(samples, SampleRules.MaxPerFrame, MetricDeclarations.Default, Now);
        Assert.Equal(new SampleFault(1_000, "invalid_field", "data", "There are 1001 samples; at most 1000 may come together."), many);
        AssertInvalid("data", SampleRules.FirstFault([], SampleRules.MaxPerFrame, MetricDeclarations.Default, Now));
    }

    [Fact]
    public void A_refusal_carries_the_place_in_the_frame()
    {
        var refusal = First(Good("chaos", 2))!.ToException("data.chaos");
        Assert.Equal(("invalid_field", "data.chaos"), (refusal.Code, refusal.Field));
    }

    [Fact]
    public void The_newest_sample_of_each_metric_is_found_in_the_order_of_first_appearance()
    {
        ImmutableArray<Sample> samples =
        [
            Good("b", 1) with { Timestamp = Now.AddSeconds(2) },
            Good("a", 2),
            Good("b", 3),
            Good("a", 4),
            Good("b", 5) with { Timestamp = Now.AddSeconds(2) },
        ];
        Assert.Equal([("b", 5.0), ("a", 4.0)], NewestSamples.Of(samples).Select(sample => (sample.Metric, sample.Value)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void History_answers_with_1_to_10000(int limit, bool allowed) => AssertRefused(
        allowed ? null : "limit", () => HistoryRules.Check("load", Now, Now, limit));

    [Theory]
    [InlineData(0.999, false)]
    [InlineData(1, true)]
    [InlineData(2_592_000, true)]
    [InlineData(2_592_001, false)]
    public void A_bucket_is_1_s_to_30_days(double seconds, bool allowed) => AssertRefused(
        allowed ? null : "bucket", () => HistoryRules.CheckBucket(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_span_of_history_does_not_end_before_it_begins() => AssertRefused(
        "from", () => HistoryRules.Check("load", Now, Now.AddTicks(-1), 1));

    private static Sample Good(string metric, double value) => new(metric, value, Now, "test");

    private static SampleFault? First(params Sample[] samples) =>
        SampleRules.FirstFault(samples, SampleRules.MaxPerFrame, MetricDeclarations.Default, Now);

    private static void AssertInvalid(string member, SampleFault? fault)
    {
        Assert.NotNull(fault);
        Assert.Equal(("invalid_field", member), (fault.Code, fault.Member));
    }

    private static void AssertRefused(string? field, Action check)
    {
        var refusal = Record.Exception(check);
        if (field is null) Assert.Null(refusal);
        else Assert.Equal(field, Assert.IsType<RefusedException>(refusal).Field);
    }
}
