namespace Iskra.Tools.Loading;

/// <summary>What a load run does.</summary>
/// <param name="To">A <c>ws://</c> or <c>wss://</c> address.</param>
/// <param name="Token">A token, or null.</param>
/// <param name="Connections">Connections, 1 to 20,000.</param>
/// <param name="RatePerSecond">Frames per second and connection, more than 0, at most 1,000.</param>
/// <param name="Duration">For how long frames are sent.</param>
/// <param name="Metrics">Whether the frames are <c>metrics</c>, which are stored, and not <c>ping</c>.</param>
/// <param name="Channels">Channels that every connection subscribes.</param>
internal sealed record LoadSettings(
    Uri To, string? Token, int Connections, double RatePerSecond, TimeSpan Duration, bool Metrics, IReadOnlyList<string> Channels);
