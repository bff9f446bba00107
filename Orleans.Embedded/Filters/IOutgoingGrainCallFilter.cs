namespace Orleans;

/// <summary>Sees every call before it leaves the caller. Registered as a service.</summary>
public interface IOutgoingGrainCallFilter
{
    /// <summary>Handles a call; goes on with <see cref="IGrainCallContext.Invoke"/>.</summary>
    Task Invoke(IOutgoingGrainCallContext context);
}
