using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>A call that waits for its drafts to be written.</summary>
/// <param name="drafts">Its drafts.</param>
/// <param name="acceptedUs">When it arrived, Unix time in microseconds.</param>
public sealed class PendingAppend(ImmutableArray<EventDraft> drafts, long acceptedUs)
{
    private readonly TaskCompletionSource<AppendResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The drafts of the call.</summary>
    public ImmutableArray<EventDraft> Drafts => drafts;

    /// <summary>When the call arrived, Unix time in microseconds.</summary>
    public long AcceptedUs => acceptedUs;

    /// <summary>Payload of the drafts, in bytes.</summary>
    public long Bytes { get; } = EventSize.Of(drafts);

    /// <summary>The numbers the drafts were given by the write they are part of.</summary>
    public ImmutableArray<long> Seqs { get; set; } = [];

    /// <summary>Completes when the call is answered.</summary>
    public Task<AppendResult> Answer => _answer.Task;

    /// <summary>Says that every draft is durable. Has no effect on a call that is answered.</summary>
    public void Acknowledge(string epoch) => _answer.TrySetResult(new AppendResult(epoch, Seqs));

    /// <summary>Says why it is not known to be. Has no effect on a call that is answered.</summary>
    public void Refuse(RefusedException reason) => _answer.TrySetException(reason);
}
