namespace Iskra.Gateway.Fanout;

/// <summary>What a hub has to do next to follow its channel.</summary>
public enum FeedStep
{
    /// <summary>Nothing.</summary>
    Idle,

    /// <summary>Deliver the events that were taken.</summary>
    Deliver,

    /// <summary>Read the log after the position: something is missing.</summary>
    Fill,

    /// <summary>Ask for the head: something of another epoch came.</summary>
    CheckEpoch,
}
