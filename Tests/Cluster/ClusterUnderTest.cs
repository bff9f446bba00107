using Iskra.Tests.Cluster;

[assembly: AssemblyFixture(typeof(ClusterUnderTest))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Iskra.Tests.Cluster;

/// <summary>
/// A cluster of real processes on a database of its own: three silos and two gateways unless told otherwise. Started by the first
/// test that needs it; every test leaves it whole.
/// </summary>
public sealed class ClusterUnderTest : IAsyncLifetime
{
    private const int Silos = 3;
    private const int Gateways = 2;
    private readonly List<Member> _silos = [];
    private readonly List<Member> _gateways = [];

    public PostgresServer Postgres { get; } = new();

    public RecoveryReport Report { get; } = new();

    /// <summary>Connection string of the store.</summary>
    public string Connection { get; private set; } = null!;

    public IReadOnlyList<Member> SiloMembers => _silos;

    public IReadOnlyList<Member> GatewayMembers => _gateways;

    /// <summary>All processes.</summary>
    public IEnumerable<Member> Members => _silos.Concat(_gateways);

    public async ValueTask InitializeAsync()
    {
        if (!Engine.CanCluster)
        {
            return;
        }

        await Postgres.InitializeAsync();
        Connection = await Postgres.CreateDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(1, Gateways).Select(number => StartGatewayAsync(number)).Concat(Enumerable.Range(1, Silos).Select(number => StartSiloAsync(number))));
        await ReadyAsync();
    }

    /// <summary>Starts whatever does not run, and waits until all are ready.</summary>
    public async Task HealAsync()
    {
        await Task.WhenAll(Members.Where(member => !member.IsRunning).Select(member => member.StartAsync()));
        await ReadyAsync();
    }

    /// <summary>Starts one more silo.</summary>
    public async Task<Member> StartSiloAsync(int number)
    {
        var silo = new Member($"silo-{number}", new Dictionary<string, string>
        {
            ["Role"] = "silo",
            ["ConnectionStrings:Iskra"] = Connection,
            ["Cluster:SiloName"] = $"silo-{number}",
            ["Cluster:SiloPort"] = "0",
            ["Cluster:ClientPort"] = "0",
            ["Silo:Port"] = "{port}",
        });
        lock (_silos)
        {
            _silos.Add(silo);
        }

        await silo.StartAsync();
        return silo;
    }

    /// <summary>Ends a silo for good.</summary>
    public async Task RemoveAsync(Member silo)
    {
        lock (_silos)
        {
            _silos.Remove(silo);
        }

        await silo.DisposeAsync();
    }

    /// <summary>What all processes wrote; for the message of a failure.</summary>
    public string Said => string.Join('\n', Members.Select(member => member.Said));

    public async ValueTask DisposeAsync()
    {
        Report.Write(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "cluster"));
        foreach (var member in Members.ToArray())
        {
            await member.DisposeAsync();
        }

        await Postgres.DisposeAsync();
    }

    private async Task StartGatewayAsync(int number)
    {
        var gateway = new Member($"gateway-{number}", new Dictionary<string, string>
        {
            ["Role"] = "gateway",
            ["ConnectionStrings:Iskra"] = Connection,
            ["Gateway:Ports:Main"] = "{port}",
            ["Gateway:Ports:Pulse"] = "0",
            ["Gateway:Ports:Seams"] = "0",
            ["Gateway:Ports:Voices"] = "0",
            ["Gateway:MaxConnections"] = "10000",
        });
        lock (_gateways)
        {
            _gateways.Add(gateway);
        }

        await gateway.StartAsync();
    }

    private Task ReadyAsync() => Task.WhenAll(Members.Select(member => member.BecomesAsync(200)));
}
