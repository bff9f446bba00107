using System.Buffers.Binary;
using System.IO.Compression;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Sockets;

namespace Iskra.Tests.Unit.Sockets;

public sealed class WebSocketRulesTests
{
    [Fact]
    public void The_key_is_answered_as_the_standard_shows() =>
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", WebSocketHandshake.AcceptOf("dGhlIHNhbXBsZSBub25jZQ=="));

    [Theory]
    [InlineData("permessage-deflate", true)]
    [InlineData("permessage-deflate; client_max_window_bits", true)]
    [InlineData("permessage-deflate; client_max_window_bits=10; server_no_context_takeover", true)]
    [InlineData("permessage-deflate; server_max_window_bits=10", false)]
    [InlineData("permessage-deflate; server_max_window_bits=10, permessage-deflate", true)]
    [InlineData("permessage-deflate; server_max_window_bits=\"15\"", true)]
    [InlineData("permessage-deflate; server_no_context_takeover; server_no_context_takeover", false)]
    [InlineData("permessage-deflate; server_no_context_takeover=1", false)]
    [InlineData("permessage-deflate; surprise", false)]
    [InlineData("permessage-deflate; client_max_window_bits=16", false)]
    [InlineData("x-webkit-deflate-frame", false)]
    [InlineData("", false)]
    public void An_offer_of_compression_is_taken_when_it_can_be_kept(string offer, bool isTaken) =>
        Assert.Equal(isTaken, DeflateOffer.CanAccept(offer));

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, true)]
    [InlineData(1003, true)]
    [InlineData(1004, false)]
    [InlineData(1005, false)]
    [InlineData(1006, false)]
    [InlineData(1007, true)]
    [InlineData(1014, true)]
    [InlineData(1015, false)]
    [InlineData(999, false)]
    [InlineData(2999, false)]
    [InlineData(3000, true)]
    [InlineData(4999, true)]
    [InlineData(5000, false)]
    public void Close_codes_are_those_of_the_standard(int code, bool isValid)
    {
        var payload = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Assert.Equal(isValid, CloseFrame.TryRead(payload, out _));
    }

    [Fact]
    public void A_close_of_one_byte_or_with_a_bad_reason_is_refused()
    {
        Assert.True(CloseFrame.TryRead(default, out _));
        Assert.False(CloseFrame.TryRead([3], out _));
        Assert.False(CloseFrame.TryRead([0x03, 0xE8, 0xFF], out _));
    }

    [Fact]
    public void A_reason_is_cut_to_fit_a_control_frame()
    {
        var frame = CloseFrame.Create(CloseCode.SlowConsumer, new string('x', 500));
        Assert.Equal(2 + 2 + CloseFrame.MaxReasonBytes, frame.Length);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    public void The_header_has_the_fewest_bytes(int length, int headerLength)
    {
        var frame = WebSocketHeader.Frame(WebSocketOpcode.Text, new byte[length]);
        Assert.Equal(headerLength + length, frame.Length);
        Assert.Equal(0x81, frame[0]);
    }

    [Fact]
    public void Compressing_is_undone_by_any_receiver_and_not_done_in_vain()
    {
        var payload = Enumerable.Repeat((byte)'x', 2_000).ToArray();
        var compressed = MessageDeflater.TryDeflate(payload);
        Assert.NotNull(compressed);
        using var inflate = new DeflateStream(new MemoryStream([.. compressed, 0, 0, 0xFF, 0xFF]), CompressionMode.Decompress);
        var output = new byte[payload.Length];
        inflate.ReadExactly(output);
        Assert.Equal(payload, output);
        Assert.Null(MessageDeflater.TryDeflate(payload.AsSpan(0, MessageDeflater.MinBytes)));
        var noise = new byte[1_000];
        new Random(1).NextBytes(noise);
        Assert.Null(MessageDeflater.TryDeflate(noise));
    }

    [Theory]
    [InlineData(ListenPort.Pulse, "/", "pulse")]
    [InlineData(ListenPort.Seams, "/realtime", "seams")]
    [InlineData(ListenPort.Voices, "/ws", "voices")]
    [InlineData(ListenPort.Main, "/ws/dashboard", "dashboard")]
    [InlineData(ListenPort.Main, "/", null)]
    [InlineData(ListenPort.Pulse, "/ws/dashboard", null)]
    [InlineData(ListenPort.Pulse, "/health", null)]
    public void The_port_and_the_path_choose_the_dashboard(ListenPort port, string path, string? dashboard) =>
        Assert.Equal(dashboard, SocketRoutes.Find(port, path)?.Dashboard);

    [Fact]
    public void Unmasking_in_parts_is_the_same_as_at_once()
    {
        var random = new Random(3);
        var payload = new byte[300];
        random.NextBytes(payload);
        const uint Mask = 0xA1B2C3D4;
        var whole = payload.ToArray();
        WebSocketMask.Apply(whole, Mask);
        for (var cut = 0; cut <= payload.Length; cut++)
        {
            var parts = payload.ToArray();
            WebSocketMask.Apply(parts.AsSpan(cut), WebSocketMask.Apply(parts.AsSpan(0, cut), Mask));
            Assert.Equal(whole, parts);
        }
    }
}
