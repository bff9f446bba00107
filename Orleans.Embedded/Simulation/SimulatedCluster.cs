using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Reminders;
using Orleans.Runtime;

namespace Orleans.Simulation;

/// <summary>
/// The engine on one thread, in virtual time, with a seed that decides every interleaving, delay and fault: the same seed gives
/// the same run. See the README of the engine.
/// </summary>
public sealed class SimulatedCluster
{
    private readonly SimulationScheduler _scheduler;
    private readonly SimulationOptions _options;
    private readonly SimulationTrace _trace;
    private readonly VirtualTime _time;
    private EmbeddedRuntime _runtime = null!;
    private SimulatedNode? _body;

    private SimulatedCluster(long seed, SimulationOptions options)
    {
        _options = options;
        Seed = seed;
        var seeds = new SimulationRandom(seed);
        Random = seeds.Split();
        Faults = options.Faults.Copy();
        _time = new VirtualTime(options.Start, seeds.Split());
        _trace = new SimulationTrace(_time, options.TraceLength);
        _scheduler = new SimulationScheduler(seeds.Split(), _time, _trace, options);
        FaultRandom = seeds.Split();
    }

    /// <summary>What decides this run.</summary>
    public long Seed { get; }

    /// <summary>The way to the grains.</summary>
    public IClusterClient Client => Services.GetRequiredService<IClusterClient>();

    /// <summary>The services of the grains.</summary>
    public IServiceProvider Services { get; private set; } = null!;

    /// <summary>Virtual time: it moves when there is nothing else to do.</summary>
    public TimeProvider Time => _time;

    /// <summary>Random numbers for what the test decides; they follow from the seed.</summary>
    public Random Random { get; }

    /// <summary>The faults from now on; may be changed while it runs.</summary>
    public SimulationFaults Faults { get; }

    /// <summary>Turns that have run so far.</summary>
    public int Steps => _scheduler.Steps;

    internal Random FaultRandom { get; }

    /// <summary>Runs code against a simulated cluster.</summary>
    /// <param name="seed">Decides the run.</param>
    /// <param name="options">Services, faults and bounds.</param>
    /// <param name="body">The code. It runs on the same thread as everything else, with the same rules.</param>
    /// <returns>What the run was like.</returns>
    /// <exception cref="SimulationException">
    /// The code failed (it is the inner exception), nothing could run any more although the code had not ended, a bound was
    /// passed, or something ran outside of the simulation. The message has the seed and the last steps.
    /// </exception>
    public static SimulationReport Run(long seed, SimulationOptions options, Func<SimulatedCluster, Task> body)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(body);
        var cluster = new SimulatedCluster(seed, options);
        var synchronization = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            ExecutionContext.Run(CleanContext.Instance, _ => cluster.Run(body), null);
            return new SimulationReport(seed, cluster.Steps, cluster._time.Elapsed, cluster._trace.Hash);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(synchronization);
        }
    }

    /// <summary>A process of its own outside of grains, for example a gateway: its turns interleave with all others.</summary>
    /// <param name="name">Its name in the trace.</param>
    public SimulatedNode AddNode(string name) => new(_scheduler, name);

    /// <summary>Runs code outside of grains, interleaved with everything else.</summary>
    /// <param name="name">Its name in the trace.</param>
    /// <param name="code">The code.</param>
    public Task RunOutside(string name, Func<Task> code) => AddNode(name).Run(code);

    /// <summary>
    /// Kills all grains at once: no <c>OnDeactivateAsync</c>, no more turns of theirs, events queued for them are lost, calls that
    /// had not been answered fail with <see cref="SiloUnavailableException"/>. The next call makes a grain anew.
    /// </summary>
    public async Task CrashAsync()
    {
        Trace("crash");
        _runtime.Catalog.Crash();
        _runtime.Streams.Crash();
        await Task.Yield();
    }

    /// <summary>Waits in virtual time.</summary>
    public Task DelayAsync(TimeSpan time) => Task.Delay(time, _time);

    /// <summary>Lets others run, for a random time up to a bound.</summary>
    public Task PauseAsync(TimeSpan atMost) => DelayAsync(Random.NextDouble() * atMost);

    /// <summary>Whether something that has a probability happens this time.</summary>
    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>Adds a line to the trace.</summary>
    public void Trace(string what) => _trace.Add(0, what, null);

    private void Run(Func<SimulatedCluster, Task> body)
    {
        using var services = BuildServices();
        Services = services;
        _runtime = services.GetRequiredService<EmbeddedRuntime>();
        _runtime.Faults = new SimulatedFaults(this, _time, _trace);
        _body = AddNode("body");
        var run = _body.Run(async () =>
        {
            services.GetRequiredService<ActivationCollector>().Start();
            await services.GetRequiredService<ReminderService>().StartAsync(CancellationToken.None);
            await body(this);
        });
        var failure = RunToEnd(run);
        _scheduler.Stop();
        if (failure is not null)
        {
            throw new SimulationException($"Seed {Seed} failed after {Steps} steps and {_time.Elapsed} of virtual time: {failure.Message}{_trace}", failure);
        }
    }

    private Exception? RunToEnd(Task run)
    {
        try
        {
            _scheduler.RunUntil(run);
        }
        catch (SimulationException exception)
        {
            return exception;
        }

        return run.IsCanceled ? new TaskCanceledException(run) : run.Exception?.InnerException;
    }

    private ServiceProvider BuildServices()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton<ITurnDispatcher>(_scheduler);
        services.AddSingleton<Random>(new SimulationRandom(Seed ^ 0x5eed));
        services.AddOrleansEmbedded(engine =>
        {
            engine.Assemblies.UnionWith(_options.Assemblies);
            engine.ResponseTimeout = _options.ResponseTimeout;
            engine.MaxLocalWorkers = _options.MaxLocalWorkers;
            engine.PendingStripes = 1;
        });
        _options.Services?.Invoke(services, this);
        return services.BuildServiceProvider();
    }
}
