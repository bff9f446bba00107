using Iskra.Tools.Exposition;

namespace Iskra.Tests.Tools.Exposition;

public sealed class ExpositionParserTests
{
    private static ExpositionSnapshot Parse(string text, bool openMetrics = false) => ExpositionParser.Parse(text, ExpositionLimits.Default, openMetrics);

    private static ExpositionException Refused(string text) => Assert.Throws<ExpositionException>(() => Parse(text));

    [Fact]
    public void The_example_of_the_format_description_is_read()
    {
        var snapshot = Parse(
            """
            # HELP http_requests_total The total number of HTTP requests.
            # TYPE http_requests_total counter
            http_requests_total{method="post",code="200"} 1027 1395066363000
            http_requests_total{method="post",code="400"}    3 1395066363000

            # Escaping in label values:
            msdos_file_access_time_seconds{path="C:\\DIR\\FILE.TXT",error="Cannot find file:\n\"FILE.TXT\""} 1.458255915e9

            # Minimalistic line:
            metric_without_timestamp_and_labels 12.47

            # A weird metric from before the epoch:
            something_weird{problem="division by zero"} +Inf -3982045

            # TYPE rpc_duration_seconds summary
            rpc_duration_seconds{quantile="0.01"} 3102
            rpc_duration_seconds_sum 1.7560473e+07
            """);

        Assert.Equal(7, snapshot.Series.Count);
        Assert.Equal("""http_requests_total{code="200",method="post"}""", snapshot.Series[0].Key);
        Assert.Equal(1395066363000, snapshot.Series[0].TimestampMs);
        Assert.Equal("C:\\DIR\\FILE.TXT", snapshot.Series[2].LabelOf("path"));
        Assert.Equal("Cannot find file:\n\"FILE.TXT\"", snapshot.Series[2].LabelOf("error"));
        Assert.Equal(12.47, snapshot.Series[3].Value);
        Assert.Null(snapshot.Series[3].TimestampMs);
        Assert.Equal(double.PositiveInfinity, snapshot.Series[4].Value);
        Assert.Equal(-3982045, snapshot.Series[4].TimestampMs);
        Assert.Equal(1.7560473e7, snapshot.Series[6].Value);
        Assert.Equal("counter", snapshot.Types["http_requests_total"]);
    }

    [Theory]
    [InlineData("a NaN", double.NaN)]
    [InlineData("a +Inf", double.PositiveInfinity)]
    [InlineData("a Inf", double.PositiveInfinity)]
    [InlineData("a -Inf", double.NegativeInfinity)]
    [InlineData("a -0.5", -0.5)]
    [InlineData("a +1e3", 1000)]
    [InlineData("a{} 1", 1)]
    [InlineData("a{b=\"c\",} 1", 1)]
    [InlineData("a{ b = \"c\" } 1", 1)]
    [InlineData("\ta\t1\t", 1)]
    public void Values_and_blanks_are_read_as_Prometheus_reads_them(string line, double value)
    {
        Assert.Equal(value, Assert.Single(Parse(line).Series).Value);
    }

    [Theory]
    [InlineData("1a 2", "starts with a metric name")]
    [InlineData("a", "comes a blank")]
    [InlineData("a ", "not a number")]
    [InlineData("a b", "not a number")]
    [InlineData("a 1 2 3", "at most a timestamp")]
    [InlineData("a 1 1.5", "not a timestamp")]
    [InlineData("a{b} 1", "name=\"value\"")]
    [InlineData("a{b=c} 1", "double quotes")]
    [InlineData("a{b=\"c} 1", "not closed")]
    [InlineData("a{b=\"\\t\"} 1", "after a backslash")]
    [InlineData("a{b=\"c\" d=\"e\"} 1", "comes a comma")]
    [InlineData("a{b=\"c\",b=\"d\"} 1", "given twice")]
    [InlineData("a{b=\"c\"", "comes a comma")]
    [InlineData("a-b 1", "comes a blank")]
    [InlineData("# TYPE a thing", "TYPE is followed by")]
    [InlineData("# TYPE a gauge\n# TYPE a gauge", "second TYPE")]
    [InlineData("a --Inf", "not a number")]
    public void What_is_wrong_is_said_with_the_number_of_the_line(string text, string reason)
    {
        var refused = Refused("ok 1\n" + text);

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal(1 + text.Split('\n').Length, refused.Line);
    }

    [Fact]
    public void Exemplars_and_seconds_of_OpenMetrics_are_understood()
    {
        var snapshot = Parse("# TYPE a counter\na_total{b=\"c\"} 17 1520879607.789 # {trace_id=\"x\"} 0.67 1\nb 1 # {} 2\n# EOF\n", openMetrics: true);

        Assert.Equal(1520879607789, snapshot.Series[0].TimestampMs);
        Assert.Equal(1, snapshot.Series[1].Value);
    }

    [Fact]
    public void As_many_series_as_the_limit_are_read_and_one_more_is_refused()
    {
        var limits = ExpositionLimits.Default with { Series = 2 };

        Assert.Equal(2, ExpositionParser.Parse("a 1\nb 1", limits, false).Series.Count);
        Assert.Contains("more than 2 series", Assert.Throws<ExpositionException>(() => ExpositionParser.Parse("a 1\nb 1\nc 1", limits, false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_labels_as_the_limit_are_read_and_one_more_is_refused()
    {
        var limits = ExpositionLimits.Default with { Labels = 2 };

        Assert.Equal(2, ExpositionParser.Parse("a{b=\"\",c=\"\"} 1", limits, false).Series[0].Labels.Length);
        Assert.Throws<ExpositionException>(() => ExpositionParser.Parse("a{b=\"\",c=\"\",d=\"\"} 1", limits, false));
    }

    [Fact]
    public void A_line_as_long_as_the_limit_is_read_and_a_longer_one_is_refused()
    {
        var limits = ExpositionLimits.Default with { LineLength = 10 };

        Assert.Single(ExpositionParser.Parse("a 12345678", limits, false).Series);
        Assert.Throws<ExpositionException>(() => ExpositionParser.Parse("a 123456789", limits, false));
    }
}
