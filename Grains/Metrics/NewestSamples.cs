using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Iskra.Metrics;

/// <summary>What of a batch of samples matters to the live values.</summary>
public static class NewestSamples
{
    /// <summary>
    /// The newest sample of each metric, in the order in which the metrics first appear; of several with the same time the last
    /// one given.
    /// </summary>
    public static ImmutableArray<Sample> Of(ImmutableArray<Sample> samples)
    {
        if (samples.Length == 1) return samples;
        var newest = ImmutableArray.CreateBuilder<Sample>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var sample in samples)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, sample.Metric, out var known);
            if (!known)
            {
                place = newest.Count;
                newest.Add(sample);
            }
            else if (sample.Timestamp >= newest[place].Timestamp)
            {
                newest[place] = sample;
            }
        }

        return newest.ToImmutable();
    }
}
