using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Iskra.Alerts;

/// <summary>
/// All alerts and silences, and what follows from them: suppression, groups, escalation, events. There is one, its key is
/// <see cref="Key"/>. What a call was answered is stored. Calls interleave; each is decided as a whole.
/// </summary>
[Alias("iskra.alert-index")]
public interface IAlertIndexGrain : IGrainWithStringKey
{
    /// <summary>The key.</summary>
    const string Key = "alerts";

    /// <summary>Takes what a source says about alerts.</summary>
    /// <param name="posts">At most 10,000, in any order; they take effect together.</param>
    /// <exception cref="RefusedException"><c>overloaded</c>: too many alerts, or they could not be stored; it can be said again.</exception>
    [AlwaysInterleave]
    [Alias("post")]
    Task Post(ImmutableArray<AlertPost> posts);

    /// <summary>Alerts that have not ended, sorted by fingerprint.</summary>
    [AlwaysInterleave]
    [Alias("query")]
    Task<ImmutableArray<AlertView>> Query(AlertQuery query);

    /// <summary>Alerts that have not ended, by group; sorted by labels and receiver.</summary>
    [AlwaysInterleave]
    [Alias("groups")]
    Task<ImmutableArray<AlertGroupView>> Groups(AlertQuery query);

    /// <summary>Says that somebody takes care of an alert: its chain stops until it fires anew.</summary>
    /// <param name="fingerprint">Fingerprint of an alert that fires.</param>
    /// <param name="by">Who.</param>
    /// <exception cref="RefusedException"><c>not_found</c>: no such alert fires.</exception>
    [AlwaysInterleave]
    [Alias("acknowledge")]
    Task<AlertView> Acknowledge(string fingerprint, string by);

    /// <summary>An alert and where it is in its escalation chain; null when there is none with this fingerprint, not even one that has ended lately.</summary>
    /// <param name="fingerprint">Its fingerprint.</param>
    [AlwaysInterleave]
    [Alias("escalation")]
    Task<AlertEscalation?> Escalation(string fingerprint);

    /// <summary>Makes or changes a silence.</summary>
    /// <returns>Its id, which may be another than was given.</returns>
    /// <exception cref="RefusedException"><c>invalid_field</c> with Alertmanager's message, <c>not_found</c>, <c>overloaded</c>.</exception>
    [AlwaysInterleave]
    [Alias("put-silence")]
    Task<string> PutSilence(SilencePost post);

    /// <summary>Ends a silence; one that has ended stays as it is.</summary>
    /// <exception cref="RefusedException"><c>not_found</c>.</exception>
    [AlwaysInterleave]
    [Alias("expire-silence")]
    Task ExpireSilence(string id);

    /// <summary>A silence, or null.</summary>
    [AlwaysInterleave]
    [Alias("silence")]
    Task<SilenceView?> Silence(string id);

    /// <summary>All silences: active ones that end soonest first, pending ones, expired ones.</summary>
    [AlwaysInterleave]
    [Alias("silences")]
    Task<ImmutableArray<SilenceView>> Silences();

    /// <summary>The numbers of now.</summary>
    [AlwaysInterleave]
    [Alias("stats")]
    Task<AlertStats> Stats();

    /// <summary>Does nothing but to be there: what became due while nobody was is made up for.</summary>
    [AlwaysInterleave]
    [Alias("wake")]
    Task Wake();
}
