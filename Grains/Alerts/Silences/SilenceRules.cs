namespace Iskra.Alerts;

/// <summary>What may be a silence, and what becomes of one that is changed.</summary>
public static class SilenceRules
{
    /// <summary>For how long a silence is kept after its end.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(120);

    /// <summary>Most matchers of a silence.</summary>
    public const int MaxMatchers = 100;

    /// <summary>Longest value of a matcher, comment and author, in characters.</summary>
    public const int MaxTextLength = 4_096;

    /// <summary>Most characters of all matchers together: what the events of a silence carry.</summary>
    public const int MaxMatchersLength = 65_536;

    /// <summary>What is wrong with the times of a silence, in Alertmanager's words; null when nothing is.</summary>
    public static string? CheckTimes(SilencePost post, DateTimeOffset now)
    {
        if (post.StartsAt >= post.EndsAt) return "Failed to create silence: start time must be before end time";
        return post.EndsAt < now ? "Failed to create silence: end time can't be in the past" : null;
    }

    /// <summary>What else is wrong with it, in Alertmanager's words; null when nothing is.</summary>
    public static string? CheckMatchers(SilencePost post)
    {
        if (post.Matchers.IsDefaultOrEmpty) return "silence invalid: at least one matcher required";
        if (post.Matchers.Length > MaxMatchers) return $"silence invalid: more than {MaxMatchers} matchers";
        if (post.Comment.Length > MaxTextLength || post.CreatedBy.Length > MaxTextLength)
            return $"silence invalid: comment and createdBy have at most {MaxTextLength} characters";
        if (post.Matchers.Sum(matcher => matcher.Name.Length + matcher.Value.Length) > MaxMatchersLength)
            return $"silence invalid: matchers have at most {MaxMatchersLength} characters";
        for (var i = 0; i < post.Matchers.Length; i++)
        {
            if (CheckMatcher(post.Matchers[i]) is { } problem) return $"silence invalid: invalid label matcher {i}: {problem}";
        }

        return new MatcherSet(post.Matchers).MatchesNothing ? "silence invalid: at least one matcher must not match the empty string" : null;
    }

    /// <summary>Decides what a post does. It has been checked.</summary>
    /// <param name="post">What is wanted.</param>
    /// <param name="known">The silence with the id of the post.</param>
    /// <param name="now">Now.</param>
    /// <param name="newId">An id for a new silence.</param>
    public static SilenceDecision Decide(SilencePost post, Silence? known, DateTimeOffset now, string newId)
    {
        if (known is not null && CanChange(post, known, now))
        {
            var startsAt = known.StateAt(now) == SilenceState.Active ? known.StartsAt : post.StartsAt;
            return new SilenceDecision(null, new Silence(known.Id, known.Matchers, startsAt, post.EndsAt, now, post.CreatedBy, post.Comment), false);
        }

        var replaced = known is null || known.StateAt(now) == SilenceState.Expired ? null : Expire(known, now);
        var start = post.StartsAt < now ? now : post.StartsAt;
        return new SilenceDecision(replaced, new Silence(newId, post.Matchers, start, post.EndsAt, now, post.CreatedBy, post.Comment), true);
    }

    /// <summary>A silence that is ended now; one that has ended stays as it is.</summary>
    public static Silence Expire(Silence silence, DateTimeOffset now) => silence.StateAt(now) switch
    {
        SilenceState.Active => silence with { EndsAt = now, UpdatedAt = now },
        SilenceState.Pending => silence with { StartsAt = now, EndsAt = now, UpdatedAt = now },
        _ => silence,
    };

    private static bool CanChange(SilencePost post, Silence known, DateTimeOffset now)
    {
        if (!known.Matchers.AsSpan().SequenceEqual(post.Matchers.AsSpan())) return false;
        return known.StateAt(now) switch
        {
            SilenceState.Active => known.StartsAt.ToUnixTimeSeconds() == post.StartsAt.ToUnixTimeSeconds(),
            SilenceState.Pending => post.StartsAt >= now,
            _ => false,
        };
    }

    private static string? CheckMatcher(LabelMatcher matcher)
    {
        if (!LabelRules.IsName(matcher.Name)) return $"invalid label name {LabelText.Quote(matcher.Name)}";
        if (matcher.Value.Length > MaxTextLength) return $"a value has at most {MaxTextLength} characters";
        if (matcher.Operator is MatchOperator.Equal or MatchOperator.NotEqual) return null;
        try
        {
            AnchoredPattern.Check(matcher.Value);
            return null;
        }
        catch (MatcherException problem)
        {
            return $"invalid regular expression {LabelText.Quote(matcher.Value)}: {problem.Message}";
        }
    }
}
