namespace Iskra.Tests.Grains.Voices;

public sealed class ChorusOnOneSilo() : ChorusTests(1);
