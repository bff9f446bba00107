using Iskra.Tools.Wire;

namespace Iskra.Tools.Feeding;

/// <summary>Reports by <c>bulk_metrics</c> frames over one WebSocket, which is opened when it is needed.</summary>
/// <param name="address">A <c>ws://</c> or <c>wss://</c> address.</param>
/// <param name="token">A token, or null.</param>
/// <param name="source">Source of the samples.</param>
/// <param name="replyLimit">Longest wait for an acknowledgement.</param>
internal sealed class SocketReporter(Uri address, string? token, string source, TimeSpan replyLimit) : ISampleReporter
{
    private FrameClient? _client;

    /// <inheritdoc/>
    public async Task ReportAsync(IReadOnlyList<FeedSample> samples, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(replyLimit);
        try
        {
            var client = await OpenAsync(limit.Token);
            await client.RequestAsync("bulk_metrics", "metrics_received", writer =>
            {
                writer.WritePropertyName("data");
                SampleWriter.Write(writer, samples, source);
            }, limit.Token);
        }
        catch (FrameException exception)
        {
            throw new ReportRefusedException(exception.Message, RetryAfter(exception));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            await DisposeAsync();
            throw new TimeoutException(FormattableString.Invariant($"no acknowledgement within {replyLimit.TotalSeconds:0.#} s"));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes the connection; the next report opens another.</summary>
    public async ValueTask DisposeAsync()
    {
        var client = _client;
        _client = null;
        if (client is not null)
        {
            await client.DisposeAsync();
        }
    }

    private async Task<FrameClient> OpenAsync(CancellationToken cancellation)
    {
        if (_client is { Closed.IsCompleted: false } open)
        {
            return open;
        }

        await DisposeAsync();
        _client = await FrameClient.ConnectAsync(address, token, null, cancellation);
        await UnsubscribeDefaultAsync(_client, cancellation);
        return _client;
    }

    // The dashboards subscribe their own channel at once; a feed has no use for it.
    private static async Task UnsubscribeDefaultAsync(FrameClient client, CancellationToken cancellation)
    {
        if (client.Greeting.TryGetProperty("dashboard", out var dashboard) && dashboard.GetString() is "pulse" or "seams" or "voices")
        {
            await client.RequestAsync("unsubscribe", "unsubscribed", writer =>
            {
                writer.WriteStartArray("channels");
                writer.WriteStringValue(dashboard.GetString());
                writer.WriteEndArray();
            }, cancellation);
        }
    }

    // What passes by itself is worth another try; what is wrong with the samples is not.
    private static TimeSpan? RetryAfter(FrameException exception) => exception.Code switch
    {
        "overloaded" or "rate_limited" or "timeout" or "internal" => TimeSpan.FromSeconds(Math.Clamp(exception.RetryAfterSeconds ?? 1, 0.1, 60)),
        _ => null,
    };
}
