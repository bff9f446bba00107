using System.Text;
using Iskra.Gateway.Hosting;
using Microsoft.Extensions.Configuration;

namespace Iskra.Tests.Unit.Hosting;

public sealed class SettingsTests
{
    [Fact]
    public void Without_settings_the_defaults_of_the_contract_hold()
    {
        var (gateway, auth, problems) = Read();
        Assert.Empty(problems);
        Assert.Equal("127.0.0.1", gateway.Bind);
        Assert.Equal([8080, 3001, 3002, 3003], Enum.GetValues<ListenPort>().Select(port => gateway.Ports[port]));
        Assert.Equal((1_000, 10, 200, 400, 100), (gateway.MaxConnections, gateway.MaxConnectionsPerAddress, gateway.MessagesPerSecond, gateway.MessageBurst, gateway.MaxSubscriptions));
        Assert.False(auth.Required);
        Assert.Null(auth.SigningKey);
    }

    [Fact]
    public void The_older_names_are_understood_and_the_new_ones_win()
    {
        Assert.Equal(7, Read(("MAX_WEBSOCKET_CONNECTIONS", "7")).Gateway.MaxConnections);
        Assert.Equal(8, Read(("MAX_WEBSOCKET_CONNECTIONS", "7"), ("Gateway:MaxConnections", "8")).Gateway.MaxConnections);
        Assert.Equal(["https://a.example", "https://b.example"], Read(("CORS_ORIGINS", "https://a.example, https://b.example")).Gateway.AllowedOrigins);
        Assert.Equal(["https://c.example"], Read(("CORS_ORIGINS", "https://a.example"), ("Gateway:AllowedOrigins:0", "https://c.example")).Gateway.AllowedOrigins);
    }

    [Theory]
    [InlineData("Gateway:Ports:Main", "65536")]
    [InlineData("Gateway:Ports:Main", "-1")]
    [InlineData("Gateway:Ports:Pulse", "http")]
    [InlineData("Gateway:MaxConnections", "0")]
    [InlineData("Gateway:MaxConnections", "1.5")]
    [InlineData("Gateway:Bind", "nowhere")]
    [InlineData("Gateway:AllowedOrigins", "ops.example.com")]
    [InlineData("Gateway:AllowedOrigins", "https://ops.example.com/page")]
    [InlineData("Gateway:TrustedProxies", "10.0.0.0/33")]
    [InlineData("Gateway:TrustedProxies", "proxy")]
    [InlineData("Auth:Required", "yes")]
    [InlineData("Auth:Jwks", "/no/such/file")]
    [InlineData("Auth:ApiTokens", "short")]
    public void A_bad_setting_is_refused_by_its_name(string name, string value)
    {
        var problem = Assert.Single(Read((name, value)).Problems);
        Assert.StartsWith(name + ":", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_bad_settings_are_named_at_once()
    {
        var reader = new SettingReader(Configuration(("Gateway:MaxConnections", "0"), ("Gateway:Bind", "x y")));
        GatewaySettings.Read(reader);
        var problem = Assert.Throws<SettingException>(reader.ThrowIfAnythingIsWrong);
        Assert.Contains("Gateway:MaxConnections", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Gateway:Bind", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_ports_may_not_be_the_same_unless_free_ones_are_taken()
    {
        Assert.Contains("share port 3001", Assert.Single(Read(("Gateway:Ports:Main", "3001")).Problems), StringComparison.Ordinal);
        Assert.Empty(Read(("Gateway:Ports:Main", "0"), ("Gateway:Ports:Pulse", "0")).Problems);
    }

    [Fact]
    public void A_signing_key_needs_32_bytes_and_is_never_repeated()
    {
        var key = new string('k', 31);
        var problem = Assert.Single(Read(("Auth:SigningKey", key)).Problems);
        Assert.Contains("31 bytes", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(key, problem, StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetBytes(key + "k"), Read(("Auth:SigningKey", key + "k")).Auth.SigningKey!.Value.ToArray());
    }

    [Fact]
    public void Requiring_tokens_that_nobody_can_have_is_refused() =>
        Assert.StartsWith("Auth:Required:", Assert.Single(Read(("Auth:Required", "true")).Problems), StringComparison.Ordinal);

    private static (GatewayOptions Gateway, Iskra.Gateway.Security.AuthOptions Auth, IReadOnlyList<string> Problems) Read(params (string Name, string Value)[] settings)
    {
        var reader = new SettingReader(Configuration(settings));
        return (GatewaySettings.Read(reader), AuthSettings.Read(reader), reader.Problems);
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value)).Build();
}
