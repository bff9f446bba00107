using Iskra.Tools;
using Iskra.Tools.Exposition;
using Iskra.Tools.Feeding;

namespace Iskra.Tests.Tools.Feeding;

public sealed class MappingTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string Cpu =
        """
        cpu_total{cpu="0",mode="idle"} 10
        cpu_total{cpu="1",mode="idle"} 20
        cpu_total{cpu="0",mode="user"} 1
        load1 0.5
        broken NaN
        stamped 3 1700000000000
        """;

    private static ExpositionSnapshot Parse(string text) => ExpositionParser.Parse(text, ExpositionLimits.Default, false);

    private static (FeedSample? Sample, string? Problem) Take(string mapping, params string[] answers)
    {
        var parsed = Assert.Single(MappingParser.Parse([mapping]));
        FeedSample? sample = null;
        string? problem = null;
        for (var index = 0; index < answers.Length; index++)
        {
            parsed.TryTake(Parse(answers[index]), Start.AddSeconds(5 * index), index == 0, out sample, out problem);
        }

        return (sample, problem);
    }

    [Theory]
    [InlineData("load1=load", 0.5)]
    [InlineData("""cpu_total{mode="user"}=m""", 1)]
    [InlineData("""cpu_total{mode="idle",cpu="1"}=m""", 20)]
    [InlineData("""cpu_total{mode!="idle"}=m""", 1)]
    [InlineData("""cpu_total{mode=~"id.*",cpu!~"0|2"}=m""", 20)]
    [InlineData("""cpu_total{mode=~"use|user",nothing=""}=m""", 1)]
    [InlineData("""sum(cpu_total{mode="idle"})=m""", 30)]
    [InlineData("avg( cpu_total ) = m", 31.0 / 3)]
    [InlineData("min(cpu_total)=m", 1)]
    [InlineData("max(cpu_total)=m", 20)]
    public void A_mapping_takes_the_value_it_names(string mapping, double value)
    {
        var (sample, problem) = Take(mapping, Cpu);

        Assert.Null(problem);
        Assert.Equal(value, sample!.Value, 9);
        Assert.Equal(Start.ToUnixTimeMilliseconds(), sample.TimestampMs);
    }

    [Fact]
    public void The_time_of_the_exporter_wins_over_that_of_the_fetch() =>
        Assert.Equal(1700000000000, Take("stamped=m", Cpu).Sample!.TimestampMs);

    [Theory]
    [InlineData("load5=m", "load5 is missing")]
    [InlineData("""cpu_total{mode="idle"}=m""", "is 2 series, for example")]
    [InlineData("broken=m", "is NaN")]
    public void Why_there_is_no_sample_is_said(string mapping, string reason)
    {
        var (sample, problem) = Take(mapping, Cpu);

        Assert.Null(sample);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_matches_the_whole_value_only() =>
        Assert.Contains("missing", Take("""cpu_total{mode=~"use"}=m""", Cpu).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_rate_is_the_increase_per_second_between_two_answers() =>
        Assert.Equal(2, Take("rate(c)=m", "c 10", "c 20").Sample!.Value);

    [Fact]
    public void A_rate_has_no_value_and_no_problem_at_first()
    {
        var (sample, problem) = Take("rate(c)=m", "c 10");

        Assert.Null(sample);
        Assert.Null(problem);
    }

    [Fact]
    public void A_counter_that_started_again_has_grown_by_its_value() =>
        Assert.Equal(0.6, Take("rate(c)=m", "c 10", "c 3").Sample!.Value);

    [Fact]
    public void A_rate_over_a_series_that_was_away_starts_again()
    {
        Assert.Null(Take("rate(c)=m", "c 10", "d 1", "c 20").Sample);
        Assert.Equal(1, Take("rate(c)=m", "c 10", "d 1", "c 20", "c 25").Sample!.Value);
    }

    [Fact]
    public void Rates_are_added_up_series_by_series() =>
        Assert.Equal(1.2, Take("sum(rate(c))=m", "c{a=\"1\"} 10\nc{a=\"2\"} 5", "c{a=\"1\"} 15\nc{a=\"2\"} 1").Sample!.Value, 9);

    [Fact]
    public void Several_mappings_stand_in_one_text_or_in_several()
    {
        var mappings = MappingParser.Parse(["""a{x="1,2=3",y="}"}=a, b = b2""", "rate(c)=c"]);

        Assert.Equal(["a", "b2", "c"], mappings.Select(mapping => mapping.Metric));
        Assert.Equal("""a{x="1,2=3",y="}"}""", mappings[0].Series);
    }

    [Theory]
    [InlineData("load1", "comes = and the name")]
    [InlineData("load1=Load", "not a metric name")]
    [InlineData("load1=", "not a metric name")]
    [InlineData("load1=load extra", "left over")]
    [InlineData("load1=a,load5=a", "given twice")]
    [InlineData("median(a)=m", "no function median")]
    [InlineData("rate(sum(a))=m", "rate() takes a series")]
    [InlineData("sum(a=m", "not closed")]
    [InlineData("a{b}=m", "a condition is")]
    [InlineData("a{b=~\"(\"}=m", "not a regular expression")]
    [InlineData("=m", "name of a series is missing")]
    public void A_wrong_mapping_is_refused_with_the_reason(string mapping, string reason) =>
        Assert.Contains(reason, Assert.Throws<ToolException>(() => MappingParser.Parse([mapping])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_metric_name_of_64_characters_is_taken_and_a_longer_one_refused()
    {
        var name = new string('a', 64);

        Assert.Equal(name, MappingParser.Parse([$"x={name}"])[0].Metric);
        Assert.Throws<ToolException>(() => MappingParser.Parse([$"x={name}a"]));
    }

    [Fact]
    public void A_thousand_mappings_are_taken_and_one_more_is_refused()
    {
        string[] most = [.. Enumerable.Range(0, MappingParser.MaxMappings).Select(index => $"s{index}=m{index}")];

        Assert.Equal(MappingParser.MaxMappings, MappingParser.Parse(most).Count);
        Assert.Throws<ToolException>(() => MappingParser.Parse([.. most, "x=y"]));
    }
}
