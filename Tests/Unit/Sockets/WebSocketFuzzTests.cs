using System.Diagnostics;
using Iskra.Gateway.Sockets;

namespace Iskra.Tests.Unit.Sockets;

/// <summary>Streams of frames, proper and damaged, against the decoder: it never throws, never goes back, and does not care how the bytes are cut.</summary>
public sealed class WebSocketFuzzTests
{
    private const int Limit = 2_000;
    private const int Streams = 1_000_000;
    private const int LeastStreams = 20_000;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);
    private static readonly int[] Flags = [0x81, 0x82, 0x01, 0x02, 0x00, 0x80, 0x88, 0x89, 0x8A, 0xC1, 0xC2, 0x41, 0x83, 0x09, 0xF1];
    private static readonly int[] Lengths = [0, 1, 5, 20, 125, 126, 127, 300, Limit, Limit + 1];
    private static readonly byte[][] Compressed =
        [ClientFrames.Deflate("hello, hello, hello"u8), ClientFrames.Deflate(new byte[Limit]), ClientFrames.Deflate(new byte[Limit + 1]), ClientFrames.Deflate(default)];

    [Fact]
    public void Whatever_comes_is_a_message_or_a_fault_and_never_an_exception()
    {
        var clock = Stopwatch.StartNew();
        var kinds = new long[Enum.GetValues<WebSocketMessageKind>().Length];
        var buffer = new byte[64 * 1024];
        var streams = 0;
        for (; streams < Streams && (streams < LeastStreams || clock.Elapsed < Budget); streams++)
        {
            var random = new Random(streams);
            var length = Create(random, buffer);
            using var decoder = new WebSocketDecoder(Limit, canInflate: random.Next(2) == 0);
            Assert.True(IsRead(decoder, buffer.AsMemory(0, length), kinds), $"Stream {streams} is not read as it should be.");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{streams} streams in {clock.Elapsed.TotalSeconds:0.0} s");
        Assert.All(kinds, static count => Assert.NotEqual(0, count));
    }

    [Fact]
    public void The_same_bytes_give_the_same_messages_however_they_are_cut()
    {
        var buffer = new byte[64 * 1024];
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(-1 - seed);
            var length = Create(random, buffer);
            using var whole = new WebSocketDecoder(Limit, canInflate: true);
            using var cut = new WebSocketDecoder(Limit, canInflate: true);
            var expected = ClientFrames.Decode(whole, buffer.AsSpan(0, length), length);
            var found = ClientFrames.Decode(cut, buffer.AsSpan(0, length), random.Next(1, 40));
            Assert.Equal(expected.Select(static message => message.Kind), found.Select(static message => message.Kind));
            Assert.All(expected.Zip(found), static pair => Assert.Equal(pair.First.Payload, pair.Second.Payload));
        }
    }

    private static bool IsRead(WebSocketDecoder decoder, Memory<byte> rest, long[] kinds)
    {
        while (!rest.IsEmpty)
        {
            var message = decoder.Decode(rest);
            kinds[(int)message.Kind]++;
            if (message.Consumed < 0 || message.Consumed > rest.Length || message.Payload.Length > Limit)
            {
                return false;
            }

            if (message.Kind is WebSocketMessageKind.NeedMore or WebSocketMessageKind.TooLarge or WebSocketMessageKind.Violation)
            {
                return true;
            }

            if (message.Consumed == 0)
            {
                return false;
            }

            rest = rest[message.Consumed..];
        }

        return true;
    }

    /// <summary>A few frames, mostly proper ones in an order that makes sense, of which every second stream is damaged.</summary>
    private static int Create(Random random, byte[] output)
    {
        var length = 0;
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            length += Write(random, output.AsSpan(length));
        }

        if (random.Next(2) == 0)
        {
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                output[random.Next(Math.Min(length, 64))] ^= (byte)(1 << random.Next(8));
            }
        }

        return random.Next(8) == 0 ? random.Next(1, length + 1) : length;
    }

    private static int Write(Random random, Span<byte> output)
    {
        var flags = random.Next(4) == 0 ? Flags[random.Next(Flags.Length)] : Flags[random.Next(3)];
        byte[]? compressed = (flags & 0x40) != 0 ? Compressed[random.Next(Compressed.Length)] : null;
        var length = compressed?.Length ?? (random.Next(8) == 0 ? Lengths[random.Next(Lengths.Length)] : random.Next(30));
        var isMasked = random.Next(50) != 0;
        output[0] = (byte)flags;
        var at = WriteLength(output, length, isMasked);
        var payload = output.Slice(isMasked ? at + 4 : at, length);
        if (compressed is null)
        {
            payload.Fill((byte)'a');
        }
        else
        {
            compressed.CopyTo(payload);
        }

        if (isMasked)
        {
            Mask(random, output.Slice(at, 4), payload);
            at += 4;
        }

        return at + length;
    }

    private static int WriteLength(Span<byte> output, int length, bool isMasked)
    {
        var mask = isMasked ? 0x80 : 0;
        if (length < 126)
        {
            output[1] = (byte)(mask | length);
            return 2;
        }

        output[1] = (byte)(mask | 126);
        output[2] = (byte)(length >> 8);
        output[3] = (byte)length;
        return 4;
    }

    private static void Mask(Random random, Span<byte> mask, Span<byte> payload)
    {
        random.NextBytes(mask);
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] ^= mask[i & 3];
        }
    }
}
