using System.IO.Pipelines;
using System.Text;
using Iskra.Gateway.Api;

namespace Iskra.Tests.Unit.Api;

public sealed class SampleBodyTests
{
    private const string Array = """ [ {"metric":"a","value":1}, {"x":{"y":[1,2]},"metric":"b","value":-2.5e3,"source":"s","timestamp":1000} ] """;
    private const string Lines = "\r\n{\"metric\":\"a\",\"value\":1}\r\n\n {\"metric\":\"b\",\"value\":-2500,\"source\":\"s\",\"timestamp\":1000}";

    [Theory]
    [InlineData(Array, false)]
    [InlineData(Array, null)]
    [InlineData(Lines, true)]
    [InlineData(Lines, null)]
    public async Task However_a_body_is_cut_into_pieces_the_samples_are_the_same(string body, bool? isLines)
    {
        foreach (var size in new[] { 1, 2, 3, 7, 1_000 })
        {
            var samples = await ReadAsync(body, isLines, size);
            Assert.Equal(["a", "b"], samples.Select(sample => sample.Metric));
            Assert.Equal([1.0, -2_500.0], samples.Select(sample => sample.Value));
            Assert.Equal(("s", 1_000L), (samples[1].Source, samples[1].Timestamp!.Value.ToUnixTimeMilliseconds()));
        }
    }

    [Theory]
    [InlineData("[{\"metric\":\"a\",\"value\":1},]", "invalid_json")]
    [InlineData("[{\"metric\":\"a\",\"value\":1}", "invalid_json")]
    [InlineData("[{\"metric\":\"a\",\"value\":1}]]", "invalid_json")]
    [InlineData("[", "invalid_json")]
    [InlineData("[7]", "invalid_field")]
    [InlineData("[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", "invalid_json")]
    [InlineData("{\"metric\":\"a\",\"value\":1}\n{", "invalid_json")]
    [InlineData("{\"metric\":\"a\"", "invalid_json")]
    [InlineData("tru", "invalid_json")]
    public async Task What_is_no_list_of_samples_is_refused_however_it_is_cut(string body, string code)
    {
        foreach (var size in new[] { 1, 3, 1_000 })
            Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(body, isLines: null, size))).Code);
    }

    [Fact]
    public async Task The_bound_of_a_request_is_exact()
    {
        var line = "{\"metric\":\"a\",\"value\":1}\n";
        Assert.Equal(SampleBody.MaxSamples, (await ReadAsync(string.Concat(Enumerable.Repeat(line, SampleBody.MaxSamples)), true, 4_096)).Count);
        var problem = await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(string.Concat(Enumerable.Repeat(line, SampleBody.MaxSamples + 1)), true, 4_096));
        Assert.Equal(ErrorCode.MessageTooLarge, problem.Code);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task The_bound_of_a_body_is_exact_and_the_rest_is_read_away(int length, bool isTaken)
    {
        var pipe = new Pipe();
        var reading = new BoundedBody(pipe.Reader, 100).ReadAllAsync(TestContext.Current.CancellationToken);
        foreach (var piece in new byte[length].Chunk(7)) await pipe.Writer.WriteAsync(piece, TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        if (isTaken) Assert.Equal(length, (await reading).Length);
        else Assert.Equal(ErrorCode.MessageTooLarge, (await Assert.ThrowsAsync<RefusedException>(() => reading)).Code);
    }

    private static async Task<IReadOnlyList<Iskra.Gateway.Protocol.SampleInput>> ReadAsync(string body, bool? isLines, int pieceSize)
    {
        var pipe = new Pipe();
        var reading = SampleBody.ReadAsync(new BoundedBody(pipe.Reader, 1 << 20), isLines, TestContext.Current.CancellationToken);
        foreach (var piece in Encoding.UTF8.GetBytes(body).Chunk(pieceSize))
            if ((await pipe.Writer.WriteAsync(piece, TestContext.Current.CancellationToken)).IsCompleted || reading.IsFaulted) break;
        await pipe.Writer.CompleteAsync();
        return await reading;
    }
}
