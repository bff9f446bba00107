namespace Orleans.Runtime;

/// <summary>An object outside of grains that can be called. Its calls do not overlap.</summary>
internal sealed class ObserverHost(EmbeddedRuntime runtime, object observer) : RequestHost(runtime)
{
    /// <inheritdoc/>
    public override object Instance => observer;

    /// <inheritdoc/>
    public override string TraceName => observer is StreamSubscription subscription
        ? $"subscription to {subscription.Key.StreamId}"
        : observer.GetType().Name;

    /// <summary>Takes no more calls; those that had not begun fail.</summary>
    public void Delete(GrainId id)
    {
        for (var request = Close().First; request is not null;)
        {
            var next = request.Next;
            request.Fail(ObserverTable.Gone(id));
            request = next;
        }
    }

    /// <inheritdoc/>
    protected override bool MayInterleave(Request request, Request blocking) => false;
}
