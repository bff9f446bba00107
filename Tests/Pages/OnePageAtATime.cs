namespace Iskra.Tests.Pages;

/// <summary>Tests that measure, or that change what others show: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OnePageAtATime
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "one page at a time";
}
