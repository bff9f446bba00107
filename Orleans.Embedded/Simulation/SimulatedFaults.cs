using Orleans.Runtime;

namespace Orleans.Simulation;

/// <summary>Does to deliveries what the faults of a simulation say.</summary>
internal sealed class SimulatedFaults(SimulatedCluster cluster, VirtualTime time, SimulationTrace trace) : IDeliveryFaults
{
    public bool Intercept(GrainProxy target, Request request)
    {
        if (!Chance(cluster.Faults.CallDelay))
        {
            return false;
        }

        time.After(Random(cluster.Faults.MaxCallDelay), () => target.DeliverNow(request));
        return true;
    }

    public void Publish(StreamSubscription subscription, Action deliver)
    {
        if (Chance(cluster.Faults.StreamLoss))
        {
            trace.Add(0, $"lost: an event of {subscription.Key.StreamId}", null);
            return;
        }

        DeliverNowOrLate(deliver);
        if (Chance(cluster.Faults.StreamDuplication))
        {
            trace.Add(0, $"doubled: an event of {subscription.Key.StreamId}", null);
            DeliverNowOrLate(deliver);
        }
    }

    public void OnStart(RequestHost host, Request request) => trace.Add(host.TraceNumber, request.Name, host);

    private void DeliverNowOrLate(Action deliver)
    {
        if (Chance(cluster.Faults.StreamDelay))
        {
            time.After(Random(cluster.Faults.MaxStreamDelay), deliver);
        }
        else
        {
            deliver();
        }
    }

    private bool Chance(double probability) => probability > 0 && cluster.FaultRandom.NextDouble() < probability;

    private TimeSpan Random(TimeSpan atMost) => cluster.FaultRandom.NextDouble() * atMost;
}
