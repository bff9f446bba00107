namespace Iskra.Tests.Grains.Voices;

public sealed class ChorusOnTwoSilos() : ChorusTests(2);
