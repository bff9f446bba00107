namespace Orleans;

/// <summary>Sees every call before the grain does. Registered as a service; or implemented by a grain class for its own calls.</summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Handles a call; goes on with <see cref="IGrainCallContext.Invoke"/>.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}
