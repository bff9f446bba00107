using System.Text;
using Iskra.Gateway.Protocol;

namespace Iskra.Tests.Unit.Protocol;

/// <summary>
/// A million frames that nobody would write: good ones with bytes changed, cut, repeated and spliced. Whatever comes in, the
/// parser answers with a frame or an error and never throws. ISKRA_FUZZ_SEED replays a run; ISKRA_FUZZ_FRAMES sets how many.
/// </summary>
public sealed class FrameParserFuzzTests
{
    private const int DefaultFrames = 1_000_000;

    private static readonly byte[][] Seeds =
    [
        .. BadFrames.All.Select(row => Encoding.UTF8.GetBytes(row.Data.Item1)).Where(frame => frame.Length > 0),
        .. GoodFrames.Select(Encoding.UTF8.GetBytes),
    ];

    private static string[] GoodFrames =>
    [
        """{"type":"ping","timestamp":1700000000000,"ref":1}""",
        """{"type":"metrics","data":{"clarity":0.8,"chaos":0.4,"trust":0.8,"pain":0.3},"source":"fuzz"}""",
        """{"type":"bulk_metrics","data":[{"metric":"a","value":1e-3,"timestamp":"2026-11-20T22:00:00Z"},{"metric":"b","value":2,"timestamp":1}]}""",
        """{"type":"subscribe","channels":["slo","log/a","clarity"],"since":{"slo":{"epoch":"abc","seq":12}},"ref":"x"}""",
        """{"type":"publish","channel":"room/a","data":{"a":[1,2,{"b":"\u00e9\n"}],"ключ":"☃"}}""",
        """{"type":"history","channel":"slo","before":10,"limit":5}""",
    ];

    [Fact]
    public void A_million_odd_frames_are_each_answered_with_a_frame_or_an_error()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("ISKRA_FUZZ_SEED") ?? "20261121", System.Globalization.CultureInfo.InvariantCulture);
        var frames = int.Parse(Environment.GetEnvironmentVariable("ISKRA_FUZZ_FRAMES") ?? $"{DefaultFrames}", System.Globalization.CultureInfo.InvariantCulture);
        var random = new Random(seed);
        var buffer = new byte[4_096];
        var accepted = 0;
        for (var i = 0; i < frames; i++)
        {
            var message = Mutate(random, buffer);
            var parsed = Parse(message, seed, i);
            Assert.True(parsed.Frame is null ^ parsed.Error is null, $"seed {seed}, frame {i}");
            accepted += parsed.Frame is null ? 0 : 1;
        }

        Assert.InRange(accepted, frames / 100, frames);
    }

    private static ParsedFrame Parse(ReadOnlySpan<byte> message, int seed, int index)
    {
        try
        {
            return FrameParser.Parse(message);
        }
        catch (Exception problem)
        {
            throw new InvalidOperationException($"seed {seed}, frame {index}: {Convert.ToHexString(message)}", problem);
        }
    }

    private static ReadOnlySpan<byte> Mutate(Random random, byte[] buffer)
    {
        var source = Seeds[random.Next(Seeds.Length)];
        source.CopyTo(buffer, 0);
        var length = source.Length;
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            length = Change(random, buffer, length);
        }

        return buffer.AsSpan(0, length);
    }

    private static int Change(Random random, byte[] buffer, int length)
    {
        var at = random.Next(length + 1);
        switch (random.Next(5))
        {
            case 0 when at < length:
                buffer[at] = (byte)random.Next(256);
                return length;
            case 1:
                return at;
            case 2 when at < length:
                buffer[at] = "{}[]\",:\\0eE+-. \n"u8[random.Next(16)];
                return length;
            case 3:
                var piece = Seeds[random.Next(Seeds.Length)].AsSpan();
                piece = piece[..Math.Min(random.Next(piece.Length + 1), buffer.Length - length)];
                buffer.AsSpan(at, length - at).CopyTo(buffer.AsSpan(at + piece.Length));
                piece.CopyTo(buffer.AsSpan(at));
                return length + piece.Length;
            default:
                var end = random.Next(at, length + 1);
                buffer.AsSpan(end, length - end).CopyTo(buffer.AsSpan(at));
                return length - (end - at);
        }
    }
}
