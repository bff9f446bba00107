using Iskra.Voices;

namespace Iskra.Tests.Unit.Voices;

public sealed class HarmonyTests
{
    [Theory]
    [InlineData("kain", "pino")]
    [InlineData("sam", "hundun")]
    [InlineData("iskriv", "hundun")]
    [InlineData("anhantra", "hundun")]
    public void Opposed_voices_are_in_conflict(string first, string second)
    {
        var conflict = Assert.Single(Harmony.Of([View(first, 0.2), View(second, 0.6)]).Conflicts);
        Assert.Equal((first, second, 0.4), (conflict.First, conflict.Second, conflict.Strength));
    }

    [Theory]
    [InlineData("kain", "anhantra")]
    [InlineData("pino", "hundun")]
    [InlineData("sam", "iskra")]
    [InlineData("iskriv", "hundun")]
    [InlineData("anhantra", "iskra")]
    public void Allied_voices_strengthen_each_other(string first, string second) =>
        Assert.Equal(0.5, Assert.Single(Harmony.Of([View(first, 0.3), View(second, 0.7)]).Synergies).Strength);

    [Fact]
    public void Harmony_is_the_mean_of_synergies_minus_that_of_conflicts()
    {
        var harmony = Harmony.Of([View("kain", 0.8), View("anhantra", 0.6), View("pino", 0.2)]);
        Assert.Equal(0.2, harmony.Value, 6);
    }

    [Fact]
    public void Harmony_is_never_below_zero() => Assert.Equal(0, Harmony.Of([View("kain", 1), View("pino", 1)]).Value);

    [Fact]
    public void A_silent_voice_has_neither() => Assert.Empty(Harmony.Of([View("kain", 0.5), View("pino", 0.5) with { Active = false }]).Conflicts);

    private static VoiceView View(string voice, double intensity) => new(voice, "iskra", true, intensity, "", null, null, null);
}
