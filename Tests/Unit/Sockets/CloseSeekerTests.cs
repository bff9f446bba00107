using Iskra.Gateway.Sockets;

namespace Iskra.Tests.Unit.Sockets;

public sealed class CloseSeekerTests
{
    public static TheoryData<int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int>();
            foreach (var chunk in new[] { 1, 2, 3, 7, 4_096, int.MaxValue })
            {
                foreach (var length in new[] { 0, 1, 125, 126, 65_535, 65_536 })
                {
                    cases.Add(chunk, length);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_close_is_found_with_its_last_byte_and_not_before_whatever_comes_first(int chunk, int length)
    {
        byte[] before = [.. ClientFrames.Frame(0x01, new byte[length]), .. ClientFrames.Frame(0x89, "hi"u8), .. ClientFrames.Frame(0x80, Close())];
        byte[] input = [.. new byte[5], .. before, .. Close()];
        var seeker = new CloseSeeker(skip: 5);
        foreach (var part in input[..^1].Chunk(chunk)) seeker.Take(part);
        Assert.False(seeker.IsFound);
        seeker.Take(input.AsSpan(input.Length - 1));
        Assert.True(seeker.IsFound);
    }

    [Fact]
    public void A_close_without_a_code_is_one_and_what_follows_it_does_not_matter()
    {
        var seeker = new CloseSeeker();
        seeker.Take([.. ClientFrames.Frame(0x88, []), 1, 2, 3]);
        Assert.True(seeker.IsFound);
        seeker.Take([4, 5, 6]);
        Assert.True(seeker.IsFound);
    }

    [Fact]
    public void What_is_no_frame_is_never_a_close_and_breaks_nothing()
    {
        var random = new Random(7);
        for (var round = 0; round < 1_000; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            var seeker = new CloseSeeker(random.Next(3) == 0 ? long.MaxValue : random.Next(20));
            seeker.Take(bytes);
            seeker.Take([]);
        }
    }

    private static byte[] Close() => ClientFrames.Frame(0x88, [0x03, 0xF1, (byte)'x']);
}
