using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Iskra.Voices;

/// <summary>
/// The seven voices of the connections: decides who answers an event and lets it speak. The key is <c>connection</c>.
/// </summary>
[Alias("iskra.connection-choir")]
public interface IConnectionChoirGrain : IGrainWithStringKey
{
    /// <summary>Takes what happened to connections; one call of a process holds all that happened since its last.</summary>
    /// <param name="counts">At most one a type.</param>
    [AlwaysInterleave]
    [Alias("answer")]
    Task Answer(ImmutableArray<EventCount> counts);

    /// <summary>The seven voices as they are now.</summary>
    [AlwaysInterleave]
    [Alias("current")]
    Task<ImmutableArray<VoiceView>> Current();
}
