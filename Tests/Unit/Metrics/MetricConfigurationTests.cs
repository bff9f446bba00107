using Iskra.Metrics;
using Microsoft.Extensions.Configuration;

namespace Iskra.Tests.Unit.Metrics;

public class MetricConfigurationTests
{
    [Fact]
    public void Without_configuration_the_table_of_the_domain_holds()
    {
        var settings = Read();
        Assert.Equal(MetricDeclarations.Default.All, settings.Declarations.All);
        Assert.Equal(TimeSpan.FromMilliseconds(500), settings.PublishInterval);
    }

    [Fact]
    public void What_is_not_said_of_a_known_metric_stays_as_it_is()
    {
        var clarity = Read(("Metrics:Declared:clarity:Max", "0.85")).Declarations.Of("clarity");
        Assert.Equal(MetricDeclarations.Default.Of("clarity") with { Max = 0.85 }, clarity);
    }

    [Fact]
    public void An_empty_value_takes_a_limit_away()
    {
        var pain = Read(("Metrics:Declared:pain:CriticalHigh", "")).Declarations.Of("pain");
        Assert.Equal(MetricState.Warning, pain.Classify(1));
    }

    [Fact]
    public void A_metric_of_ones_own_can_be_declared()
    {
        var load = Read(("Metrics:Declared:load:max", "4"), ("Metrics:Declared:load:WarningHigh", "8"), ("Metrics:Declared:load:CoolDownSeconds", "90"))
            .Declarations.Of("load");
        Assert.Equal(MetricState.Violation, load.Classify(8));
        Assert.Equal(TimeSpan.FromSeconds(90), load.CoolDown);
    }

    [Theory]
    [InlineData("clarity:Max", "much", "Metric 'clarity': Max is 'much'; it must be a number such as 0.9, or empty.")]
    [InlineData("clarity:Min", "0.85", "Metric 'clarity': Min is 0.85 and Target is 0.8; Min must not be greater than Target.")]
    [InlineData("clarity:Target", "0.95", "Metric 'clarity': Target is 0.95 and Max is 0.9; Target must not be greater than Max.")]
    [InlineData("clarity:WarningLow", "0.75", "Metric 'clarity': WarningLow is 0.75 and Min is 0.7; WarningLow must not be greater than Min.")]
    [InlineData("clarity:CriticalHigh", "0.85", "Metric 'clarity': Max is 0.9 and CriticalHigh is 0.85; Max must not be greater than CriticalHigh.")]
    [InlineData("clarity:RangeMax", "0.92", "Metric 'clarity': CriticalHigh is 0.95 and RangeMax is 0.92; CriticalHigh must not be greater than RangeMax.")]
    [InlineData("clarity:Max", "NaN", "Metric 'clarity': Max is NaN; it must be a finite number.")]
    [InlineData("clarity:CoolDownSeconds", "86401", "Metric 'clarity': CoolDownSeconds is 86401; it must be 0 to 86400.")]
    [InlineData("clarity:CoolDownSeconds", "-1", "Metric 'clarity': CoolDownSeconds is -1; it must be 0 to 86400.")]
    [InlineData("clarity:Maximum", "1", "Metric 'clarity': there is no setting Maximum;")]
    [InlineData("Load:Max", "1", "Metric 'Load': a name must be a lower-case letter")]
    [InlineData("alerts:Max", "1", "Metric 'alerts': the channel of that name belongs to Iskra; choose another name.")]
    public void A_declaration_that_makes_no_sense_is_named(string key, string value, string message)
    {
        var refused = Assert.Throws<MetricConfigurationException>(() => Read(("Metrics:Declared:" + key, value)));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_named_at_once()
    {
        var refused = Assert.Throws<MetricConfigurationException>(() =>
            Read(("Metrics:Declared:clarity:Max", "x"), ("Metrics:Declared:pain:Target", "0.9"), ("Metrics:PublishIntervalMs", "499")));
        Assert.Contains("'clarity'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'pain'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("PublishIntervalMs is '499'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500", 500)]
    [InlineData("1000", 1000)]
    public void The_interval_may_be_500_to_1000_ms(string text, int expectedMs) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expectedMs), Read(("Metrics:PublishIntervalMs", text)).PublishInterval);

    [Theory]
    [InlineData("499")]
    [InlineData("1001")]
    [InlineData("often")]
    public void Another_interval_is_refused(string text) =>
        Assert.Throws<MetricConfigurationException>(() => Read(("Metrics:PublishIntervalMs", text)));

    [Fact]
    public void A_metric_is_declared_once_and_not_too_many_are()
    {
        Assert.Throws<MetricConfigurationException>(() => new MetricDeclarations([new("load"), new("load")]));
        var most = Enumerable.Range(0, MetricDeclarations.MaxDeclared).Select(number => new MetricDeclaration($"m{number}")).ToList();
        Assert.Equal(MetricDeclarations.MaxDeclared, new MetricDeclarations(most).All.Length);
        Assert.Throws<MetricConfigurationException>(() => new MetricDeclarations(most.Append(new("one_more"))));
    }

    private static MetricSettings Read(params (string Key, string Value)[] settings) => MetricConfiguration.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)))
            .Build());
}
