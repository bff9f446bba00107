using System.Net;
using Iskra.Gateway.Hosting;
using Iskra.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace Iskra.Tests.Unit.Hosting;

public sealed class RoleSettingsTests
{
    private const string Database = "Host=db;Username=iskra;Database=iskra";

    [Fact]
    public void Without_settings_everything_is_one_process()
    {
        var (settings, problems) = Read();
        Assert.Empty(problems);
        Assert.Equal(new ClusterSettings(), settings);
        Assert.Equal((HostRole.All, "iskra", "iskra", IPAddress.Loopback, 11_111, 30_000), (settings.Role, settings.Id, settings.ServiceId, settings.AdvertisedAddress, settings.SiloPort, settings.ClientPort));
    }

    [Theory]
    [InlineData("silo", HostRole.Silo)]
    [InlineData("Gateway", HostRole.Gateway)]
    public void A_role_is_taken_where_the_engine_can_cluster_and_refused_where_it_cannot(string text, HostRole role)
    {
        var (settings, problems) = Read(("Role", text), ("ConnectionStrings:Iskra", Database), ("Cluster:Id", "blue-1"), ("Cluster:SiloPort", "0"), ("Cluster:ClientPort", "0"));
        Assert.Equal((role, "blue-1", Database), (settings.Role, settings.Id, settings.ConnectionString));
        if (SiloHosting.CanCluster) Assert.Empty(problems);
        else Assert.Contains("Microsoft Orleans", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Role", "both", "Role:")]
    [InlineData("Cluster:Id", "blue green", "Cluster:Id:")]
    [InlineData("Cluster:AdvertisedAddress", "0.0.0.0", "Cluster:AdvertisedAddress:")]
    [InlineData("Cluster:AdvertisedAddress", "no such host", "Cluster:AdvertisedAddress:")]
    [InlineData("Cluster:SiloPort", "65536", "Cluster:SiloPort:")]
    [InlineData("Cluster:ProbeTimeoutMs", "199", "Cluster:ProbeTimeoutMs:")]
    [InlineData("Cluster:MissedProbes", "21", "Cluster:MissedProbes:")]
    public void A_bad_setting_is_refused_by_its_name(string name, string value, string start) =>
        Assert.StartsWith(start, Assert.Single(Read((name, value)).Problems), StringComparison.Ordinal);

    [Fact]
    public void A_member_of_a_cluster_needs_the_database()
    {
        var (_, problems) = Read(("Role", "silo"), ("Store", "memory"));
        Assert.Contains(problems, problem => problem.Contains("ConnectionStrings:Iskra", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_ports_that_are_the_same_are_refused()
    {
        var (_, problems) = Read(("Role", "silo"), ("ConnectionStrings:Iskra", Database), ("Cluster:SiloPort", "5000"), ("Cluster:ClientPort", "5000"));
        Assert.Contains(problems, problem => problem.StartsWith("Cluster:ClientPort:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void A_name_may_be_this_long(int length) => Assert.Empty(Read(("Cluster:SiloName", new string('a', length))).Problems);

    [Fact]
    public void A_longer_name_is_refused() => Assert.Single(Read(("Cluster:SiloName", new string('a', RoleSettings.MaxNameLength + 1))).Problems);

    [Fact]
    public void The_cluster_uses_the_database_of_the_store_in_a_schema_of_its_own()
    {
        var text = ClusterDatabase.ConnectionString(Database + ";Search Path=mine;Maximum Pool Size=50");
        Assert.Contains("Search Path=orleans", text, StringComparison.Ordinal);
        Assert.Contains("Maximum Pool Size=6", text, StringComparison.Ordinal);
        Assert.Contains("Host=db", text, StringComparison.Ordinal);
    }

    private static (ClusterSettings Settings, IReadOnlyList<string> Problems) Read(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
        var reader = new SettingReader(configuration);
        return (RoleSettings.Read(reader, configuration), reader.Problems);
    }
}
