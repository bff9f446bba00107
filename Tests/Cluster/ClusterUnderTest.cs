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
    private const int MostAttempts = 4;

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
        for (var number = 1; number <= Gateways; number++)
        {
            _gateways.Add(Gateway(number));
        }

        for (var number = 1; number <= Silos; number++)
        {
            AddSilo(number);
        }

        await HealAsync();
    }

    /// <summary>Starts whatever does not run, and waits until all are ready.</summary>
    public async Task HealAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Task.WhenAll(Members.Where(member => !member.IsRunning).Select(member => member.StartAsync()));
                await ReadyAsync();
                return;
            }
            catch (InvalidOperationException) when (attempt < MostAttempts)
            {
                // On a machine that is out of breath a silo may be taken for dead, and ends; whoever runs it starts it again.
            }
        }
    }

    /// <summary>Adds a silo without starting it.</summary>
    public Member AddSilo(int number)
    {
        var silo = Silo(number);
        _silos.Add(silo);
        return silo;
    }

    /// <summary>One more silo, which is the caller's to start and to end.</summary>
    public Member Silo(int number, params (string Name, string Value)[] settings) => New($"silo-{number}", settings, new Dictionary<string, string>
    {
        ["Role"] = "silo",
        ["ConnectionStrings:Iskra"] = Connection,
        ["Cluster:SiloName"] = $"silo-{number}",
        ["Cluster:SiloPort"] = "0",
        ["Cluster:ClientPort"] = "0",
        ["Silo:Port"] = "{port}",
        ["Cluster:ProbeTimeoutMs"] = Settings.ProbeTimeoutMs,
    });

    /// <summary>One more gateway, which is the caller's to start and to end.</summary>
    public Member Gateway(int number, params (string Name, string Value)[] settings) => New($"gateway-{number}", settings, new Dictionary<string, string>
    {
        ["Role"] = "gateway",
        ["ConnectionStrings:Iskra"] = Connection,
        ["Gateway:Ports:Main"] = "{port}",
        ["Gateway:Ports:Pulse"] = "0",
        ["Gateway:Ports:Seams"] = "0",
        ["Gateway:Ports:Voices"] = "0",
        ["Gateway:MaxConnections"] = "10000",
    });

    /// <summary>Ends a silo for good.</summary>
    public async Task RemoveAsync(Member silo)
    {
        _silos.Remove(silo);
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

    private static Member New(string name, (string Name, string Value)[] settings, Dictionary<string, string> all)
    {
        foreach (var (setting, value) in settings)
        {
            all[setting] = value;
        }

        return new Member(name, all);
    }

    private Task ReadyAsync() => Task.WhenAll(Members.Select(member => member.BecomesAsync(200)));
}
