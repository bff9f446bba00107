namespace Iskra.Gateway.Observability;

/// <summary>
/// Silences the one category whose messages repeat query strings, whatever levels the configuration sets: a token in a URL must
/// never reach a log.
/// </summary>
public static class RequestLogFilter
{
    /// <summary>The category.</summary>
    public const string Category = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>Replaces every rule for the category by one that lets nothing through.</summary>
    public static void Apply(LoggerFilterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        // A rule that names the provider beats one that does not, so each provider that has rules of its own gets this one too.
        var providers = options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList();
        foreach (var rule in options.Rules.Where(rule => rule.CategoryName?.StartsWith(Category, StringComparison.OrdinalIgnoreCase) == true).ToList())
            options.Rules.Remove(rule);
        foreach (var provider in providers)
            options.Rules.Add(new LoggerFilterRule(provider, Category, LogLevel.None, filter: null));
    }
}
