namespace Iskra.Tests.Scenarios;

/// <summary>One line of the report.</summary>
/// <param name="Scenario">Which scenario.</param>
/// <param name="Endpoint">Where.</param>
/// <param name="Name">What was looked at.</param>
/// <param name="Measured">What was found; a time in milliseconds where <paramref name="Limit"/> is one.</param>
/// <param name="Target">The value to aim at, or null.</param>
/// <param name="Limit">The value it must not pass, or null.</param>
/// <param name="Passed">Whether it is as it should be.</param>
public sealed record Check(string Scenario, string Endpoint, string Name, string Measured, double? Target, double? Limit, bool Passed);
