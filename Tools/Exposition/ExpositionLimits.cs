namespace Iskra.Tools.Exposition;

/// <summary>How much of an exporter's answer is taken; more than this is refused whole.</summary>
/// <param name="Bytes">Largest answer, in bytes after decompression.</param>
/// <param name="Series">Most series.</param>
/// <param name="Labels">Most labels of one series.</param>
/// <param name="LineLength">Longest line, in characters.</param>
internal sealed record ExpositionLimits(int Bytes, int Series, int Labels, int LineLength)
{
    /// <summary>Enough for any exporter that one machine should run.</summary>
    public static readonly ExpositionLimits Default = new(Bytes: 16 << 20, Series: 100_000, Labels: 64, LineLength: 65_536);
}
