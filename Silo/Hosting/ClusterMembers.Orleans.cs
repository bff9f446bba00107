using Iskra.Silo.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Iskra.Silo.Hosting;

/// <summary>Makes a silo a member of a cluster that is kept in PostgreSQL.</summary>
internal static class ClusterMembers
{
    /// <summary>The name under which Orleans finds the driver.</summary>
    internal const string Invariant = "Npgsql";

    /// <summary>How often a silo writes that it is alive; only those who join look at it.</summary>
    private static readonly TimeSpan AlivePeriod = TimeSpan.FromSeconds(10);

    /// <summary>How long a silo tries to join before it gives up and ends.</summary>
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long votes for the death of a silo count.</summary>
    private static readonly TimeSpan VoteLifetime = TimeSpan.FromSeconds(60);

    /// <summary>For how long silos that are gone are listed.</summary>
    private static readonly TimeSpan ListedAfterDeath = TimeSpan.FromHours(1);

    /// <summary>
    /// How far the patience with one probe may grow while answers are slow. A silo that was heard of within this times the missed probes
    /// is not voted against, so it also decides how long one that hangs is waited for.
    /// </summary>
    private const double MostPatience = 1.5;

    /// <summary>Adds the membership and the ports.</summary>
    internal static void AddMembership(this ISiloBuilder silo, ClusterSettings settings)
    {
        var siloPort = settings.SiloPort == 0 ? SiloPort.Take() : settings.SiloPort;
        var clientPort = settings.ClientPort == 0 ? SiloPort.Take() : settings.ClientPort;
        silo.ConfigureEndpoints(settings.AdvertisedAddress, siloPort, clientPort);
        silo.Configure<ClusterOptions>(options => Identify(options, settings));
        silo.Configure<SiloOptions>(options => options.SiloName = settings.SiloName ?? $"{Environment.MachineName.ToLowerInvariant()}-{siloPort}");
        silo.UseAdoNetClustering(options =>
        {
            options.Invariant = Invariant;
            options.ConnectionString = ClusterDatabase.ConnectionString(settings.ConnectionString!);
        });
        silo.Configure<ClusterMembershipOptions>(options => Watch(options, settings));
        silo.Services.AddHostedService<MembershipKeeper>();
        silo.Services.AddSingleton(services => new PostgresStoreClaim(services.GetRequiredService<PostgresDatabase>(), settings.Id, settings.ServiceId));
    }

    /// <summary>Adds the reminders: in the database where there is one, otherwise in memory.</summary>
    internal static void AddReminderStore(this ISiloBuilder silo, ClusterSettings settings)
    {
        if (settings.ConnectionString is not { } store)
        {
            silo.UseInMemoryReminderService();
            return;
        }

        silo.UseAdoNetReminderService(options =>
        {
            options.Invariant = Invariant;
            options.ConnectionString = ClusterDatabase.ConnectionString(store);
        });
    }

    /// <summary>Names the cluster.</summary>
    internal static void Identify(ClusterOptions options, ClusterSettings settings)
    {
        options.ClusterId = settings.Id;
        options.ServiceId = settings.ServiceId;
    }

    // Every silo looks after every other one of a small cluster. Those who suspect one ask others before they vote, and two votes
    // are needed as soon as there are three silos, so that a silo which is slow itself cannot remove the rest.
    private static void Watch(ClusterMembershipOptions options, ClusterSettings settings)
    {
        options.ProbeTimeout = TimeSpan.FromMilliseconds(settings.ProbeTimeoutMs);
        options.MinProbeTimeout = options.ProbeTimeout;
        options.MaxProbeTimeout = options.ProbeTimeout * MostPatience;
        options.NumMissedProbesLimit = settings.MissedProbes;
        options.IAmAliveTablePublishTimeout = AlivePeriod;
        options.DeathVoteExpirationTimeout = VoteLifetime;
        options.MaxJoinAttemptTime = JoinTimeout;
        options.DefunctSiloExpiration = ListedAfterDeath;
        options.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
    }
}
