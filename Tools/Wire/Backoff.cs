namespace Iskra.Tools.Wire;

/// <summary>How long to wait before trying again: from 1 s, by a factor of 1.5, to 30 s, each spread by a fifth (protocol section 9).</summary>
internal sealed class Backoff(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);
    private const double Factor = 1.5;
    private const double Spread = 0.2;

    private TimeSpan _next = First;

    /// <summary>The next wait; each one is longer than the one before, apart from the spread.</summary>
    public TimeSpan Next()
    {
        var wait = _next * (1 - Spread + (2 * Spread * random.NextDouble()));
        _next = _next * Factor < Most ? _next * Factor : Most;
        return wait;
    }

    /// <summary>Starts from the shortest wait again, after a success.</summary>
    public void Reset() => _next = First;
}
