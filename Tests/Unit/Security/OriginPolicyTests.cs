using Iskra.Gateway.Hosting;
using Iskra.Gateway.Security;
using Microsoft.AspNetCore.Http;

namespace Iskra.Tests.Unit.Security;

public sealed class OriginPolicyTests
{
    private static readonly int[] Ports = [8080, 3001, 3002, 3003];

    [Theory]
    [InlineData(null, "127.0.0.1:8080", true)]
    [InlineData("", "127.0.0.1:8080", true)]
    [InlineData("http://127.0.0.1:8080", "127.0.0.1:8080", true)]
    [InlineData("http://127.0.0.1:8080", "127.0.0.1:3001", true)]
    [InlineData("http://localhost:8080", "localhost:3003", true)]
    [InlineData("http://[::1]:8080", "[::1]:3003", true)]
    [InlineData("http://127.0.0.1:9999", "127.0.0.1:3001", false)]
    [InlineData("http://localhost:8080", "127.0.0.1:8080", false)]
    [InlineData("http://evil.example", "127.0.0.1:8080", false)]
    [InlineData("http://evil.example:8080", "evil.example:8080", false)]
    [InlineData("null", "127.0.0.1:8080", false)]
    [InlineData("file://", "127.0.0.1:8080", false)]
    [InlineData("http://127.0.0.1:8080.evil.example", "127.0.0.1:8080", false)]
    public void On_loopback_only_the_pages_of_this_machine_are_its_own(string? origin, string host, bool allowed) =>
        Assert.Equal(allowed, new OriginPolicy(new GatewayOptions()).IsAllowed(origin, new HostString(host), Ports));

    [Theory]
    [InlineData("https://ops.example.com", "ops.example.com", true)]
    [InlineData("http://ops.example.com:8080", "ops.example.com:3001", true)]
    [InlineData("https://other.example.com", "ops.example.com", false)]
    [InlineData("https://ops.example.com:444", "ops.example.com", false)]
    public void Behind_a_name_the_pages_of_that_name_are_its_own(string origin, string host, bool allowed) =>
        Assert.Equal(allowed, new OriginPolicy(new GatewayOptions { Bind = "*" }).IsAllowed(origin, new HostString(host), Ports));

    [Theory]
    [InlineData("https://ops.example.com", true)]
    [InlineData("https://OPS.example.com", true)]
    [InlineData("https://ops.example.com:443", true)]
    [InlineData("http://ops.example.com", false)]
    [InlineData("https://ops.example.com.evil.example", false)]
    [InlineData("https://evil.example/https://ops.example.com", false)]
    public void A_listed_origin_is_allowed_and_nothing_that_looks_like_it(string origin, bool allowed)
    {
        var policy = new OriginPolicy(new GatewayOptions { AllowedOrigins = ["https://ops.example.com"] });
        Assert.Equal(allowed, policy.IsAllowed(origin, new HostString("127.0.0.1:8080"), Ports));
    }

    [Fact]
    public void A_star_allows_all() =>
        Assert.True(new OriginPolicy(new GatewayOptions { AllowedOrigins = ["*"] }).IsAllowed("http://evil.example", new HostString("127.0.0.1:8080"), Ports));
}
