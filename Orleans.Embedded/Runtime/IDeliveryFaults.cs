namespace Orleans.Runtime;

/// <summary>What a simulation does to deliveries.</summary>
internal interface IDeliveryFaults
{
    /// <summary>Takes over the delivery of a request.</summary>
    /// <returns>False to deliver it now.</returns>
    bool Intercept(GrainProxy target, Request request);

    /// <summary>A request begins.</summary>
    void OnStart(RequestHost host, Request request);

    /// <summary>How a published event reaches a subscription.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="deliver">Delivers it once.</param>
    void Publish(StreamSubscription subscription, Action deliver);
}
