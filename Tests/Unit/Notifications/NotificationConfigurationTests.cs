using Iskra.Notifications;
using Microsoft.Extensions.Configuration;

namespace Iskra.Tests.Unit.Notifications;

public class NotificationConfigurationTests
{
    [Fact]
    public void Without_settings_the_defaults_hold() => Assert.Equal(new NotificationSettings(), Read());

    [Fact]
    public void Settings_are_read()
    {
        var settings = Read(
            ("TryTimeoutMs", "3000"), ("MaxTries", "5"), ("GiveUpAfterMinutes", "30"), ("MaxRepeats", "0"), ("RatePerMinute", "10"),
            ("Burst", "2"), ("MaxPending", "200"), ("KeepDays", "3"), ("ExternalUrl", "https://iskra.example.com/"));
        Assert.Equal(
            new NotificationSettings
            {
                TryTimeout = TimeSpan.FromSeconds(3),
                MaxTries = 5,
                GiveUpAfter = TimeSpan.FromMinutes(30),
                MaxRepeats = 0,
                RatePerMinute = 10,
                Burst = 2,
                MaxPending = 200,
                KeepFor = TimeSpan.FromDays(3),
                ExternalUrl = new Uri("https://iskra.example.com/"),
            },
            settings);
    }

    [Theory]
    [InlineData("TryTimeoutMs", "99")]
    [InlineData("MaxTries", "0")]
    [InlineData("MaxPending", "5001")]
    [InlineData("Burst", "many")]
    [InlineData("ExternalUrl", "iskra")]
    [InlineData("NoSuch", "1")]
    public void A_setting_that_makes_no_sense_is_named(string name, string value) =>
        Assert.Contains($"Notifications:{name}", Assert.Throws<RuleConfigurationException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    private static NotificationSettings Read(params (string Name, string Value)[] settings) => NotificationConfiguration.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Notifications:{setting.Name}", (string?)setting.Value))).Build());
}
