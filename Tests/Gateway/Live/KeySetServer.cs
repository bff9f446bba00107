using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Iskra.Tests.Gateway.Live;

/// <summary>A server that publishes a key set, well or badly, and signs tokens with its key.</summary>
internal sealed class KeySetServer : IAsyncDisposable
{
    private readonly RSA _key = RSA.Create(2_048);
    private readonly WebApplication _app;
    private int _requests;

    private KeySetServer(WebApplication app) => _app = app;

    internal Uri Address => new(_app.Urls.Single() + "/keys.json");

    internal int Requests => Volatile.Read(ref _requests);

    /// <summary>Name of the key in the set.</summary>
    internal string KeyId { get; set; } = "first";

    /// <summary>How the next requests are answered; null for the key set.</summary>
    internal RequestDelegate? Answer { get; set; }

    internal static async Task<KeySetServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new KeySetServer(builder.Build());
        server._app.Run(server.HandleAsync);
        await server._app.StartAsync();
        return server;
    }

    internal string Token(string keyId, DateTimeOffset expiresAt)
    {
        var head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"RS256","kid":"{{keyId}}"}"""));
        var body = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"sub":"ann","exp":{{expiresAt.ToUnixTimeSeconds()}}}"""));
        var input = $"{head}.{body}";
        return $"{input}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    internal string KeySet()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        var (modulus, exponent) = (Base64Url.EncodeToString(key.Modulus), Base64Url.EncodeToString(key.Exponent));
        return $$"""{"keys":[{"kty":"RSA","kid":"{{KeyId}}","use":"sig","alg":"RS256","n":"{{modulus}}","e":"{{exponent}}"}]}""";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        return Answer?.Invoke(context) ?? context.Response.WriteAsync(KeySet());
    }
}
