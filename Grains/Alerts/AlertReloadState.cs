namespace Iskra.Alerts;

/// <summary>What <see cref="AlertReloadGrain"/> stores.</summary>
/// <param name="AnnouncedAt">When reading the configuration again was asked for last, in Unix milliseconds.</param>
public sealed record AlertReloadState(long AnnouncedAt);
