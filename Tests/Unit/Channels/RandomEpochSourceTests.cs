using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

public sealed class RandomEpochSourceTests
{
    [Fact]
    public void Epochs_are_12_lower_case_characters_and_differ()
    {
        var source = new RandomEpochSource();
        var epochs = Enumerable.Range(0, 1_000).Select(_ => source.Next()).ToList();

        Assert.All(epochs, epoch => Assert.Matches("^[a-z0-9]{12}$", epoch));
        Assert.Equal(epochs.Count, epochs.Distinct().Count());
    }
}
