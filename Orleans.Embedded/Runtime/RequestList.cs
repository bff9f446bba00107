namespace Orleans.Runtime;

/// <summary>A queue of requests, linked through the requests themselves.</summary>
internal struct RequestList
{
    private Request? _last;

    public Request? First { get; private set; }

    public readonly bool IsEmpty => First is null;

    public void Append(Request request)
    {
        request.Next = null;
        if (_last is null)
        {
            First = request;
        }
        else
        {
            _last.Next = request;
        }

        _last = request;
    }

    /// <summary>Moves all requests of another list behind those of this one.</summary>
    public void Append(ref RequestList other)
    {
        if (other.First is null)
        {
            return;
        }

        if (_last is null)
        {
            First = other.First;
        }
        else
        {
            _last.Next = other.First;
        }

        _last = other._last;
        other = default;
    }

    /// <summary>Those that a successor of the activation can do as well.</summary>
    public readonly RequestList WithoutBound()
    {
        var kept = default(RequestList);
        for (var request = First; request is not null;)
        {
            var next = request.Next;
            if (!request.IsBound)
            {
                kept.Append(request);
            }

            request = next;
        }

        return kept;
    }

    /// <summary>Takes out a request, given the one before it.</summary>
    public void Remove(Request? before, Request request)
    {
        if (before is null)
        {
            First = request.Next;
        }
        else
        {
            before.Next = request.Next;
        }

        if (ReferenceEquals(_last, request))
        {
            _last = before;
        }

        request.Next = null;
    }
}
