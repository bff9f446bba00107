using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Gateway.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Gateway.Http;

/// <summary>The dashboard of Microsoft Orleans.</summary>
public sealed class EngineDashboardTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private TestGateway _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestGateway.StartAsync(["--Silo:Dashboard=true"]);
        _http.BaseAddress = new Uri(_app.Services.GetRequiredService<ListenAddresses>().AddressOf(ListenPort.Main));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task It_is_there_only_when_asked_for()
    {
        await using var app = await TestGateway.StartAsync();
        using var bound = Bound.Start();
        using var request = GatewayHost.WithToken(HttpMethod.Get, app.Services.GetRequiredService<ListenAddresses>().AddressOf(ListenPort.Main) + "/orleans/", TestGateway.ApiToken);
        using var answer = await _http.SendAsync(request, bound.Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        await app.StopAsync(bound.Token);
    }

    [Theory]
    [InlineData("/orleans/")]
    [InlineData("/orleans/index.min.js")]
    [InlineData("/orleans/DashboardCounters")]
    public async Task Nobody_sees_it_without_a_token_and_everybody_is_asked_for_one(string path)
    {
        using var bound = Bound.Start();
        using var refused = await _http.GetAsync(path, bound.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Basic", refused.Headers.WwwAuthenticate.Single().Scheme);
        using var bad = GatewayHost.WithToken(HttpMethod.Get, path, "not-a-token-of-anybody");
        using var answer = await _http.SendAsync(bad, bound.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("/orleans/", "text/html")]
    [InlineData("/orleans/index.min.js", "javascript")]
    [InlineData("/orleans/DashboardCounters", "application/json")]
    public async Task A_browser_gets_it_with_an_api_token_as_the_password(string path, string type)
    {
        using var bound = Bound.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("ops:" + TestGateway.ApiToken)));
        using var response = await _http.SendAsync(request, bound.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(type, response.Content.Headers.ContentType!.MediaType!, StringComparison.Ordinal);
    }
}
