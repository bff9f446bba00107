using System.Net;
using System.Text.Json;

namespace Iskra.Tests.Gateway.Transports;

/// <summary>What the transports over plain HTTP owe beyond the others.</summary>
public abstract class HttpTransportTests(GatewayHost host, TransportKind kind, string path) : TransportTests(host, kind)
{
    private readonly TransportKind _kind = kind;

    [Fact]
    public async Task Types_are_filtered_and_the_position_moves_on_all_the_same()
    {
        var channel = NewChannel("log");
        string cursor;
        await using (var reader = await Readers.OpenAsync(Host, _kind, [channel], types: "wanted,other"))
        {
            await Host.PublishAsync(channel, 2, "unwanted");
            await Host.PublishAsync(channel, 1, "wanted");
            var item = await reader.NextAsync();
            Assert.Equal(("wanted", 3L), (TypeOf(item), item.GetProperty("seq").GetInt64()));
            cursor = await reader.CursorAsync();
        }

        await Host.PublishAsync(channel, 1, "unwanted");
        await using var again = await Readers.OpenAsync(Host, _kind, [channel], cursor);
        Assert.Equal(4, (await again.NextAsync()).GetProperty("seq").GetInt64());
    }

    [Theory]
    [InlineData("cursor=AAAA", "invalid_cursor", null)]
    [InlineData("cursor=not%20a%20cursor", "invalid_cursor", null)]
    [InlineData("since=%7B%22slo%22%3A5%7D", "invalid_cursor", null)]
    [InlineData("channels=Not+A+Channel", "invalid_field", "channels")]
    [InlineData("channels=user/ann", "forbidden", null)]
    [InlineData("channels=chat/general", "forbidden", null)]
    [InlineData("cursor=a&cursor=b", "invalid_field", "cursor")]
    public async Task Bad_parameters_are_problems_with_a_code(string query, string code, string? field)
    {
        using var bound = Bound.Start();
        using var response = await Host.Http.GetAsync($"{path}?{query}", bound.Token);
        Assert.Equal(code == ErrorCode.Forbidden ? HttpStatusCode.Forbidden : HttpStatusCode.BadRequest, response.StatusCode);
        var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(bound.Token));
        Assert.Equal(code, problem.GetProperty("code").GetString());
        if (field is not null) Assert.Equal(field, problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task More_channels_than_a_session_may_hold_are_refused()
    {
        using var bound = Bound.Start();
        var channels = string.Join(',', Enumerable.Range(0, 101).Select(number => $"room/{number}"));
        using var response = await Host.Http.GetAsync($"{path}?channels={channels}", bound.Token);
        Assert.Contains(ErrorCode.TooManySubscriptions, await response.Content.ReadAsStringAsync(bound.Token), StringComparison.Ordinal);
    }
}
