using System.Net.Sockets;

namespace Iskra.Gateway.Security;

/// <summary>Reads the key set from a file or an http(s) address, bounded in size and time.</summary>
/// <param name="location">Path of the file, or the address.</param>
/// <param name="http">Asks the address.</param>
/// <param name="time">The clock of the bound.</param>
public sealed class JwksReader(string location, HttpClient http, TimeProvider time) : IJwksReader
{
    /// <summary>How long reading may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? await DownloadAsync(uri, bound.Token)
                : await ReadBoundedAsync(File.OpenRead(location), bound.Token);
        }
        catch (OperationCanceledException problem) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The key set at {location} was not read within {Timeout.TotalSeconds:0} s.", problem);
        }
        catch (Exception problem) when (problem is HttpRequestException or HttpIOException or UnauthorizedAccessException or IOException { InnerException: SocketException })
        {
            throw new IOException($"The key set at {location} cannot be read: {problem.Message}", problem);
        }
    }

    private async Task<ReadOnlyMemory<byte>> DownloadAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await ReadBoundedAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);
    }

    private async Task<ReadOnlyMemory<byte>> ReadBoundedAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            var buffer = new byte[JsonWebKeySet.MaxBytes + 1];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return length <= JsonWebKeySet.MaxBytes
                ? buffer.AsMemory(0, length)
                : throw new IOException($"The key set at {location} is larger than {JsonWebKeySet.MaxBytes} bytes.");
        }
    }
}
