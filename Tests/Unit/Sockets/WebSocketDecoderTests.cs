using System.Text;
using Iskra.Gateway.Sockets;

namespace Iskra.Tests.Unit.Sockets;

public sealed class WebSocketDecoderTests
{
    private const int Max = 70_000;

    public static TheoryData<int> Chunks => [1, 2, 3, 5, 7, 64, 1_000, 1_000_000];

    [Theory]
    [MemberData(nameof(Chunks))]
    public void Messages_of_every_length_arrive_however_they_are_cut(int chunk)
    {
        int[] lengths = [0, 1, 125, 126, 127, 4_096, 65_535, 65_536, Max];
        using var decoder = new WebSocketDecoder(Max, canInflate: false);
        var input = lengths.SelectMany(static length => ClientFrames.Frame(0x81, Payload(length))).ToArray();
        var found = ClientFrames.Decode(decoder, input, Math.Max(chunk, 3));
        Assert.Equal(lengths, found.Select(static message => message.Payload.Length));
        Assert.All(found, static message => Assert.Equal(Payload(message.Payload.Length), message.Payload));
    }

    [Theory]
    [MemberData(nameof(Chunks))]
    public void Control_frames_between_the_parts_of_a_message_are_given_out_at_once(int chunk)
    {
        byte[] input =
        [
            .. ClientFrames.Frame(0x01, "Hel"u8), .. ClientFrames.Frame(0x89, "are you there"u8), .. ClientFrames.Frame(0x00, default),
            .. ClientFrames.Frame(0x8A, default), .. ClientFrames.Frame(0x80, "lo"u8), .. ClientFrames.Frame(0x82, "b"u8), .. ClientFrames.Frame(0x88, default),
        ];
        using var decoder = new WebSocketDecoder(Max, canInflate: false);
        var found = ClientFrames.Decode(decoder, input, chunk);
        Assert.Equal(
            [WebSocketMessageKind.Ping, WebSocketMessageKind.Pong, WebSocketMessageKind.Text, WebSocketMessageKind.Binary, WebSocketMessageKind.Close],
            found.Select(static message => message.Kind));
        Assert.Equal("Hello", Encoding.UTF8.GetString(found[2].Payload));
    }

    [Fact]
    public void A_message_at_the_limit_passes_and_one_byte_more_does_not()
    {
        using var decoder = new WebSocketDecoder(1_000, canInflate: false);
        Assert.Equal(WebSocketMessageKind.Text, Assert.Single(ClientFrames.Decode(decoder, ClientFrames.Frame(0x81, Payload(1_000)), 4_096)).Kind);
        Assert.Equal(WebSocketMessageKind.TooLarge, Assert.Single(ClientFrames.Decode(decoder, ClientFrames.Frame(0x81, Payload(1_001)), 4_096)).Kind);
    }

    [Fact]
    public void A_message_over_the_limit_is_noticed_by_its_header_alone()
    {
        using var decoder = new WebSocketDecoder(1_000, canInflate: false);
        var header = ClientFrames.Frame(0x81, Payload(100_000))[..14];
        Assert.Equal(WebSocketMessageKind.TooLarge, Assert.Single(ClientFrames.Decode(decoder, header, 14)).Kind);
    }

    [Fact]
    public void The_limit_counts_all_parts_of_a_message()
    {
        using var decoder = new WebSocketDecoder(1_000, canInflate: false);
        byte[] input = [.. ClientFrames.Frame(0x01, Payload(600)), .. ClientFrames.Frame(0x80, Payload(401))];
        Assert.Equal(WebSocketMessageKind.TooLarge, Assert.Single(ClientFrames.Decode(decoder, input, 512)).Kind);
    }

    [Theory]
    [InlineData(0xC1, true, "compression without agreement")]
    [InlineData(0xA1, true, "reserved bit 2")]
    [InlineData(0x91, true, "reserved bit 3")]
    [InlineData(0x81, false, "not masked")]
    [InlineData(0x80, true, "continuation of nothing")]
    [InlineData(0x09, true, "fragmented ping")]
    [InlineData(0x83, true, "reserved opcode")]
    [InlineData(0x8B, true, "reserved control opcode")]
    public void What_is_not_websocket_is_a_violation(int first, bool isMasked, string what)
    {
        using var decoder = new WebSocketDecoder(Max, canInflate: false);
        var found = ClientFrames.Decode(decoder, ClientFrames.Frame(first, "x"u8, isMasked), 64);
        Assert.True(found.Count == 1 && found[0].Kind == WebSocketMessageKind.Violation, what);
    }

    [Fact]
    public void A_control_frame_may_have_125_bytes_and_no_more()
    {
        using var decoder = new WebSocketDecoder(Max, canInflate: false);
        Assert.Equal(WebSocketMessageKind.Ping, Assert.Single(ClientFrames.Decode(decoder, ClientFrames.Frame(0x89, Payload(125)), 7)).Kind);
        Assert.Equal(WebSocketMessageKind.Violation, Assert.Single(ClientFrames.Decode(decoder, ClientFrames.Frame(0x89, Payload(126)), 7)).Kind);
    }

    [Fact]
    public void A_message_inside_of_another_is_a_violation()
    {
        using var decoder = new WebSocketDecoder(Max, canInflate: false);
        byte[] input = [.. ClientFrames.Frame(0x01, "a"u8), .. ClientFrames.Frame(0x81, "b"u8)];
        Assert.Equal(WebSocketMessageKind.Violation, Assert.Single(ClientFrames.Decode(decoder, input, 64)).Kind);
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(5, 8)]
    [InlineData(300, 8)]
    public void A_length_that_is_written_with_too_many_bytes_is_a_violation(int length, int lengthBytes)
    {
        using var decoder = new WebSocketDecoder(Max, canInflate: false);
        Assert.Equal(WebSocketMessageKind.Violation, Assert.Single(ClientFrames.Decode(decoder, ClientFrames.Frame(0x81, Payload(length), true, lengthBytes), 64)).Kind);
    }

    [Theory]
    [MemberData(nameof(Chunks))]
    public void Compressed_messages_are_decompressed_also_in_parts(int chunk)
    {
        var payload = Payload(50_000);
        var compressed = ClientFrames.Deflate(payload);
        var half = compressed.Length / 2;
        byte[] input =
        [
            .. ClientFrames.Frame(0xC1, compressed), .. ClientFrames.Frame(0x41, compressed.AsSpan(0, half)),
            .. ClientFrames.Frame(0x80, compressed.AsSpan(half)), .. ClientFrames.Frame(0x81, "plain"u8), .. ClientFrames.Frame(0xC1, ClientFrames.Deflate(default)),
        ];
        using var decoder = new WebSocketDecoder(Max, canInflate: true);
        var found = ClientFrames.Decode(decoder, input, Math.Max(chunk, 16));
        Assert.All(found, static message => Assert.Equal(WebSocketMessageKind.Text, message.Kind));
        Assert.Equal([50_000, 50_000, 5, 0], found.Select(static message => message.Payload.Length));
        Assert.Equal(payload, found[1].Payload);
    }

    [Fact]
    public void A_compressed_message_at_the_limit_passes_and_a_bomb_does_not()
    {
        using var decoder = new WebSocketDecoder(Max, canInflate: true);
        Assert.Equal(WebSocketMessageKind.Text, Assert.Single(ClientFrames.Decode(decoder, ClientFrames.Frame(0xC1, ClientFrames.Deflate(new byte[Max])), 4_096)).Kind);
        var bomb = ClientFrames.Frame(0xC1, ClientFrames.Deflate(new byte[50_000_000]));
        Assert.InRange(bomb.Length, 1, Max);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(WebSocketMessageKind.TooLarge, Assert.Single(ClientFrames.Decode(decoder, bomb, bomb.Length)).Kind);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void A_damaged_compressed_message_is_a_violation()
    {
        using var decoder = new WebSocketDecoder(Max, canInflate: true);
        Assert.Equal(WebSocketMessageKind.Violation, Assert.Single(ClientFrames.Decode(decoder, ClientFrames.Frame(0xC1, [0xFF, 0xFF, 0xFF, 0x12]), 64)).Kind);
    }

    [Fact]
    public void The_compression_bit_belongs_to_the_first_part_only()
    {
        using var decoder = new WebSocketDecoder(Max, canInflate: true);
        byte[] input = [.. ClientFrames.Frame(0x41, "a"u8), .. ClientFrames.Frame(0xC0, "b"u8)];
        Assert.Equal(WebSocketMessageKind.Violation, Assert.Single(ClientFrames.Decode(decoder, input, 64)).Kind);
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var input = new byte[random.Next(1, 400)];
            random.NextBytes(input);
            if (seed % 2 == 0)
            {
                input[0] = (byte)(random.Next(2) == 0 ? 0x81 : 0xC1);
                input[^1] |= 0x80;
            }

            using var decoder = new WebSocketDecoder(200, canInflate: true);
            ClientFrames.Decode(decoder, input, random.Next(1, 50));
        }
    }

    private static byte[] Payload(int length)
    {
        var payload = new byte[length];
        for (var i = 0; i < length; i++)
        {
            payload[i] = (byte)('a' + (i % 26));
        }

        return payload;
    }
}
