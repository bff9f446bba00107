using System.Globalization;
using Iskra.Channels;

namespace Iskra.Tests.Grains.Simulation;

/// <summary>Epochs that are the same in every run.</summary>
internal sealed class SimulatedEpochs : IEpochSource
{
    private int _count;

    public string Next() => (++_count).ToString("e00000000000", CultureInfo.InvariantCulture);
}
