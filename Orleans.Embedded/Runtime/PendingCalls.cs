namespace Orleans.Runtime;

/// <summary>All calls that wait for an answer, in stripes so that processors do not wait for each other.</summary>
internal sealed class PendingCalls
{
    private readonly PendingStripe[] _stripes;

    public PendingCalls(TimeProvider time, TimeSpan patience, int stripes)
    {
        _stripes = new PendingStripe[stripes];
        for (var i = 0; i < stripes; i++)
        {
            _stripes[i] = new PendingStripe(time, patience);
        }
    }

    public void Add(GrainCall call)
    {
        var index = _stripes.Length == 1 ? 0 : Thread.GetCurrentProcessorId() % _stripes.Length;
        _stripes[index].Add(call);
    }

    /// <summary>Fails all of them.</summary>
    public void FailAll(Func<GrainCall, Exception> exception)
    {
        foreach (var stripe in _stripes)
        {
            foreach (var call in stripe.TakeAll())
            {
                call.Fail(exception(call));
            }
        }
    }
}
