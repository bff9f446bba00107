using Iskra.Metrics;
using Iskra.Voices;
using Microsoft.Extensions.Configuration;

namespace Iskra.Tests.Unit.Voices;

public sealed class VoiceConfigurationTests
{
    [Fact]
    public void Without_settings_the_table_holds()
    {
        var settings = Read([]);
        Assert.Equal(VoiceDefaults.Voices.Select(voice => voice.Activates.Text), settings.Voices.Select(voice => voice.Activates.Text));
        Assert.Equal(VoiceName.OfIskra, settings.Voices.Select(voice => voice.Voice));
        Assert.Equal(VoiceName.OfConnections, settings.Connections.Select(voice => voice.Voice));
        Assert.Equal(SloMetric.Reported, settings.Metrics);
    }

    [Fact]
    public void What_is_said_changes_that_and_nothing_else()
    {
        var settings = Read(new()
        {
            ["Voices:Iskra:kain:Activates"] = "chaos > 0.5 or queue_depth > 100 for 10 s",
            ["Voices:Iskra:kain:RestSeconds"] = "10",
            ["Voices:Iskra:kain:SpeechEn"] = "Kain: {trigger}",
            ["Voices:Actions:recover:When"] = "pain > 0.9",
            ["Voices:Connections:alarm:Threshold"] = "0.5",
            ["Voices:Connections:alarm:When"] = "pain > 0.6",
            ["Voices:Impacts:connection_failed:Pain"] = "0.9",
        });
        var kain = settings.Of(VoiceName.Kain);
        Assert.Equal("chaos > 0.5 or queue_depth > 100 for 10 s", kain.Activates.Text);
        Assert.Equal("chaos < 0.4 and trust >= 0.6", kain.Silences.Text);
        Assert.Equal(TimeSpan.FromSeconds(10), kain.Rest);
        Assert.Equal("Kain: x", kain.Speech.About("x").En);
        Assert.Contains("queue_depth", settings.Metrics);
        Assert.Equal("pain > 0.9", settings.Actions.Single(rule => rule.Action == ActionName.Recover).When.Text);
        Assert.Equal(0.5, settings.OfConnection(VoiceName.Alarm).Threshold);
        Assert.Equal(new ConnectionImpact(0.9, 0.3, 0.4), settings.Impacts.Of("connection_failed"));
    }

    [Fact]
    public void All_problems_are_named_with_their_setting_and_column()
    {
        var problem = Assert.Throws<RuleConfigurationException>(() => Read(new()
        {
            ["Voices:Iskra:kain:Activates"] = "chaos > high",
            ["Voices:Iskra:bard:Activates"] = "chaos > 0.7",
            ["Voices:Iskra:pino:RestSeconds"] = "-1",
            ["Voices:Actions:recover:Priority"] = "P7",
            ["Voices:Connections:alarm:When"] = "pain > 0.7 and chaos > 0.7",
            ["Voices:Connections:patience:When"] = "pain > 0.7",
            ["Voices:Impacts:sunrise:Pain"] = "0.1",
            ["Voices:Iskra:sam:Activates"] = "sunrise > 3 within 1 min",
        }));
        Assert.Contains("Voices:Iskra:kain:Activates: 'chaos > high': column 9: a number such as 0.7 was expected, not 'high'.", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Voices:Iskra:bard: there is no such setting", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Voices:Iskra:pino:RestSeconds: '-1' must be a number from 0 to 86400.", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Voices:Actions:recover:Priority: 'P7' must be one of P0, P1, P2.", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Voices:Connections:alarm:When: it must be one comparison", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Voices:Connections:patience:When: this voice answers what no other does", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Voices:Impacts:sunrise: there is no such setting", problem.Message, StringComparison.Ordinal);
        Assert.Contains("'sunrise > 3 within 1 min' counts events of a type that there is not", problem.Message, StringComparison.Ordinal);
    }

    private static VoiceSettings Read(Dictionary<string, string?> settings) =>
        VoiceConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), MetricDeclarations.Default);
}
