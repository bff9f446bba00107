using Microsoft.Extensions.Configuration;

namespace Iskra.Notifications;

/// <summary>Reads section <c>Notifications</c>.</summary>
public static class NotificationConfiguration
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Notifications";

    private static readonly string[] Names =
    [
        "TryTimeoutMs", "MaxTries", "GiveUpAfterMinutes", "MaxRepeats", "RatePerMinute", "Burst", "MaxPending", "KeepDays", "ExternalUrl",
    ];

    /// <summary>Reads the section; what is not given keeps its default.</summary>
    /// <exception cref="RuleConfigurationException">A setting cannot be used; the message names it and says what would be right.</exception>
    public static NotificationSettings Read(IConfiguration configuration)
    {
        var reader = new RuleReader();
        var section = configuration.GetSection(Section);
        var defaults = new NotificationSettings();
        reader.Unknown(section, Names);
        var settings = new NotificationSettings
        {
            TryTimeout = TimeSpan.FromMilliseconds(Whole("TryTimeoutMs", defaults.TryTimeout.TotalMilliseconds, 100, 60_000)),
            MaxTries = Whole("MaxTries", defaults.MaxTries, 1, 1_000),
            GiveUpAfter = TimeSpan.FromMinutes(Whole("GiveUpAfterMinutes", defaults.GiveUpAfter.TotalMinutes, 1, 10_080)),
            MaxRepeats = Whole("MaxRepeats", defaults.MaxRepeats, 0, 100),
            RatePerMinute = Whole("RatePerMinute", defaults.RatePerMinute, 1, 60_000),
            Burst = Whole("Burst", defaults.Burst, 1, 1_000),
            MaxPending = Whole("MaxPending", defaults.MaxPending, 100, 5_000),
            KeepFor = TimeSpan.FromDays(Whole("KeepDays", defaults.KeepFor.TotalDays, 1, 3_650)),
            ExternalUrl = Address(reader, section, defaults.ExternalUrl),
        };
        reader.ThrowIfAnythingIsWrong();
        return settings;

        int Whole(string name, double fallback, int min, int max) => (int)reader.Number(section, name, fallback, min, max);
    }

    private static Uri Address(RuleReader reader, IConfigurationSection section, Uri fallback)
    {
        var text = reader.Text(section, "ExternalUrl", fallback.ToString(), maxLength: 500);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
        reader.Problem(section.GetSection("ExternalUrl"), $"'{text}' must be an http(s) address such as https://iskra.example.com/.");
        return fallback;
    }
}
